using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>What of the engine models need, so that everything else can be left out of an image.</summary>
/// <param name="Names">Names of operations, encodings and codings, in ascending order.</param>
/// <param name="FloatOperations">Kinds of operations that work on floats; empty when a core without floating point can run the models.</param>
public sealed unsafe record EngineSelection(IReadOnlyList<string> Names, IReadOnlyList<string> FloatOperations)
{
    private static readonly string[] Encodings =
    [
        nameof(EncodingId.Float32), nameof(EncodingId.Float16), nameof(EncodingId.Int32), nameof(EncodingId.Int8), nameof(EncodingId.Int4),
        nameof(EncodingId.Int2), nameof(EncodingId.Binary), nameof(EncodingId.TernaryPlanes), nameof(EncodingId.TernaryTrits), nameof(EncodingId.Codebook),
        nameof(EncodingId.SparseInt8), nameof(EncodingId.SparseCodebook), nameof(EncodingId.SparseFloat16), nameof(EncodingId.SparseFloat32),
    ];

    private static readonly string[] Codings = [nameof(CodingId.Raw), nameof(CodingId.Huffman), nameof(CodingId.Range)];

    private static readonly int[] Integer =
    [
        Opcode.Conv2DInt8, Opcode.Conv2DInt8Pool, Opcode.DenseInt8, Opcode.MaxPoolInt8, Opcode.AveragePoolInt8, Opcode.AddInt8, Opcode.MulInt8, Opcode.ConcatInt8,
        Opcode.Requantize, Opcode.LookupInt8, Opcode.PadInt8, Opcode.Reshape, Opcode.TransposeInt8, Opcode.UpsampleInt8, Opcode.SliceInt8, Opcode.ConstantInt8,
        Opcode.BinariseInt8, Opcode.MaxPoolBits, Opcode.Conv2DBinaryBits, Opcode.DenseBinaryBits, Opcode.Conv2DBinaryInt8, Opcode.DenseBinaryInt8,
    ];

    /// <summary>Whether no operation works on floats.</summary>
    public bool IsIntegerOnly => FloatOperations.Count == 0;

    /// <summary>What valid model files need together.</summary>
    public static EngineSelection Of(params IEnumerable<byte[]> files)
    {
        SortedSet<string> names = new(System.StringComparer.Ordinal), floats = new(System.StringComparer.Ordinal);
        foreach (byte[] file in files) Add(file, names, floats);
        return new EngineSelection([.. names], [.. floats]);
    }

    private static void Add(byte[] file, SortedSet<string> names, SortedSet<string> floats)
    {
        fixed (byte* bytes = file)
        {
            Cursor c = default;
            ModelHeader header = default;
            Headers.Open(ref c, bytes, file.Length);
            Headers.Next(ref c, ref header);
            c.At = header.OperationsAt;
            for (int i = 0; i < header.OperationCount; i++)
            {
                Operation o = default;
                Records.Next(ref c, ref o);
                string name = OpcodeNames.Of(o.Code);
                names.Add(name);
                if (!Integer.Contains(o.Code)) floats.Add(name);
                foreach (Constant k in (Constant[])[o.Weights, o.Bias, o.Multipliers, o.Shifts])
                    if (k.Rows > 0) Add(k, names);
            }
        }
    }

    private static void Add(Constant k, SortedSet<string> names)
    {
        names.Add(Encodings[k.Encoding]);
        foreach (int coding in (int[])[k.Values.Coding, k.Gaps.Coding])
            if (coding != CodingId.Raw) names.Add(Codings[coding]);
    }
}
