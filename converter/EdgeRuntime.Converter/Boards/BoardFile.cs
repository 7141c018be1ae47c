using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeRuntime.Converter.Boards;

/// <summary>Strict reader of board.json.</summary>
public static class BoardFile
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConversionException">It is missing or no board description.</exception>
    public static Board Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes) throw new ConversionException($"board file '{path}' is larger than {MaxBytes} bytes; it should be a short JSON object");
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"board file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the text of a file; <paramref name="source"/> names it in messages.</summary>
    /// <exception cref="ConversionException">It is no board description.</exception>
    public static Board Parse(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            Board board = JsonSerializer.Deserialize(json, BoardContext.Default.Board) ?? throw new ConversionException($"board file '{source}' holds null; expected an object");
            // The generated reader leaves null what the file leaves out.
            board = board with { Flashing = board.Flashing ?? [], Camera = board.Camera ?? "" };
            Check(board, source);
            return board;
        }
        catch (JsonException e)
        {
            throw new ConversionException($"board file '{source}' is wrong at line {e.LineNumber + 1}, {e.Path}: {e.Message.Split(" Path:")[0].TrimEnd('.')}; board.schema.json lists the properties", e);
        }
    }

    private static void Check(Board board, string source)
    {
        string[] kinds = [MemoryRegion.FlashKind, MemoryRegion.RamKind];
        foreach (string kind in kinds)
            if (board.Memory.All(r => r.Kind != kind)) throw Wrong(source, $"\"memory\" has no region of kind {kind}");
        foreach (MemoryRegion region in board.Memory)
        {
            if (!kinds.Contains(region.Kind)) throw Wrong(source, $"memory region \"{region.Name}\" is of kind \"{region.Kind}\"; expected flash or ram");
            if (region.Bytes < 1024) throw Wrong(source, $"memory region \"{region.Name}\" has {region.Bytes} bytes; expected at least 1024");
            if (region.Origin is not null) Address(region.Origin, source);
        }

        if (board.Serial is { } serial) Address(serial.Address, source);
        bool bareMetal = board.Runs(BoardSystem.BareMetal);
        if (bareMetal && (board.Serial is null || board.Flash.Origin is null || board.Ram.Origin is null || board.Core.ResetClockHz == 0))
            throw Wrong(source, "a bare-metal board needs \"serial\", \"resetClockHz\" and the \"origin\" of its flash and ram");
        if (board.Runs(BoardSystem.NanoFramework) && board.NanoFramework is null) throw Wrong(source, "a nanoFramework board needs \"nanoFramework\"");
        if (board.Runs(BoardSystem.Linux) && board.RuntimeIdentifier is null) throw Wrong(source, "a Linux board needs \"runtimeIdentifier\"");
    }

    private static void Address(string text, string source)
    {
        if (text.Length != 10 || !text.StartsWith("0x", StringComparison.Ordinal) || !text.Skip(2).All(char.IsAsciiHexDigit))
            throw Wrong(source, $"\"{text}\" is no address; expected 0x and eight digits");
    }

    private static ConversionException Wrong(string source, string what) => new($"board file '{source}': {what}; board.schema.json describes the file");
}

/// <summary>What board.json maps to; unknown and missing properties are errors.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Board))]
internal sealed partial class BoardContext : JsonSerializerContext;
