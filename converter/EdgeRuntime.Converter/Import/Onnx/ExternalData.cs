using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Import.Onnx.Schema;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>Weights stored in a file of their own beside the model.</summary>
internal sealed class ExternalData(string? folder)
{
    private readonly Dictionary<string, long> read = new(StringComparer.Ordinal);

    /// <summary>Bytes read so far.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>The bytes of <paramref name="tensor"/>, <paramref name="expected"/> of them.</summary>
    public byte[] Read(TensorProto tensor, long expected, string where)
    {
        if (folder is null) throw new ConversionException($"{where} is stored in an external file, but the model was read from memory; load it from its file");
        string location = Entry(tensor, "location") ?? throw new ConversionException($"{where} is stored externally, but names no file");
        long offset = Number(tensor, "offset", 0, where);
        long length = Number(tensor, "length", expected, where);
        if (length != expected) throw new ConversionException($"{where} should have {expected} bytes of external data, but {length} are declared");
        try
        {
            using FileStream file = new(Inside(folder, location, where), FileMode.Open, FileAccess.Read);
            if (offset > file.Length || expected > file.Length - offset)
                throw new ConversionException($"{where} should lie in '{location}' at bytes {offset} to {offset + expected}, but that file has {file.Length} bytes");
            read[location] = read.GetValueOrDefault(location) + expected;
            if (read[location] > 2 * file.Length) throw new ConversionException($"{where} reads the same bytes of '{location}' as other tensors; store each tensor once");
            TotalBytes += expected;
            byte[] bytes = new byte[expected];
            file.Position = offset;
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ConversionException($"{where} is stored in '{location}', which cannot be read: {e.Message}", e);
        }
    }

    private static string Inside(string folder, string location, string where)
    {
        string root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        string path = Path.GetFullPath(Path.Combine(root, location));
        bool inside = path.StartsWith(root, StringComparison.Ordinal) && !Path.IsPathRooted(location);
        for (string? p = path; inside && p is not null && p.Length >= root.Length; p = Path.GetDirectoryName(p))
            inside = new FileInfo(p).LinkTarget is null;
        return inside ? path : throw new ConversionException($"{where} is stored in '{location}', which lies outside the model's folder; put the file beside the model");
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(e => e.Key == key)?.Value;

    private static long Number(TensorProto tensor, string key, long otherwise, string where)
    {
        string? text = Entry(tensor, key);
        if (text is null) return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= long.MaxValue / 2
            ? value
            : throw new ConversionException($"{where} has the external {key} '{text}'; expected a number of bytes");
    }
}
