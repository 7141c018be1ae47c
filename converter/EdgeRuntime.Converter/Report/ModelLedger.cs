using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Report;

/// <summary>Bytes of one layer (or of the file's own parts) and what they are for.</summary>
/// <param name="Layer">Name of the operation, or "file" for what belongs to none.</param>
/// <param name="Cause">header, values, gaps, codebook, scales, code table, bias, thresholds, requantisation, lookup table, mask, input specification, names, certificate.</param>
/// <param name="Bytes">Number of bytes, above 0.</param>
public sealed record LedgerLine(string Layer, string Cause, int Bytes);

/// <summary>Accounts for every byte of a model file, from the file alone.</summary>
public static unsafe class ModelLedger
{
    private const string WholeFile = "file";

    /// <summary>Lines in file order whose bytes sum to the length of <paramref name="file"/>, a valid model.</summary>
    /// <exception cref="ModelFormatException">The file is not a valid model.</exception>
    public static IReadOnlyList<LedgerLine> Of(byte[] file)
    {
        IReadOnlyList<string> layers;
        using (Model model = Model.Load(file)) layers = [.. OperationInfo.Of(model).Select(o => o.Name)];
        List<LedgerLine> lines = [];
        fixed (byte* bytes = file)
        {
            Cursor c = default;
            ModelHeader header = default;
            Headers.Open(ref c, bytes, file.Length);
            Headers.Next(ref c, ref header);
            lines.Add(new LedgerLine(WholeFile, "header", header.OperationsAt));
            c.At = header.OperationsAt;
            for (int i = 0; i < header.OperationCount; i++)
            {
                Operation operation = default;
                int start = c.At;
                Records.Next(ref c, ref operation);
                AddOperation(bytes, lines, layers[i], ref operation, c.At - start);
            }

            AddMetadata(lines, ref c);
        }

        return lines;
    }

    private static void AddOperation(byte* file, List<LedgerLine> lines, string layer, ref Operation o, int length)
    {
        List<LedgerLine> parts = Weights(file, layer, ref o.Weights);
        string perRow = o.Code is Opcode.BinariseInt8 or Opcode.Conv2DBinaryBits or Opcode.DenseBinaryBits ? "thresholds" : "bias";
        parts.Add(new LedgerLine(layer, perRow, o.BiasLength > 0 ? Payload(file, ref o.Bias) : 0));
        int requantisation = (o.Multipliers.Rows > 0 ? Payload(file, ref o.Multipliers) : 0) + (o.Shifts.Rows > 0 ? Payload(file, ref o.Shifts) : 0);
        parts.Add(new LedgerLine(layer, "requantisation", requantisation));
        parts.Add(new LedgerLine(layer, "lookup table", o.Code == Opcode.LookupInt8 ? 256 : 0));
        parts.Add(new LedgerLine(layer, "mask", BinaryEncoding.GroupBytes(o.MaskChannels)));
        // What no part claims is opcode, registers, attributes and the heads of the constants.
        lines.Add(new LedgerLine(layer, "header", length - parts.Sum(p => p.Bytes)));
        lines.AddRange(parts.Where(p => p.Bytes > 0));
    }

    private static List<LedgerLine> Weights(byte* file, string layer, ref Constant k)
    {
        if (k.Rows == 0) return [];
        return
        [
            new LedgerLine(layer, "scales", ScaleBytes(ref k)),
            new LedgerLine(layer, "codebook", TableBytes(ref k)),
            new LedgerLine(layer, "code table", CodeTable(file, ref k.Gaps) + CodeTable(file, ref k.Values)),
            new LedgerLine(layer, "gaps", Sparse.Shared(ref k) ? 0 : k.Gaps.DataBytes),
            new LedgerLine(layer, Sparse.Shared(ref k) && k.Gaps.Count > 0 ? "gaps and values" : "values", DataBytes(ref k) + k.Values.DataBytes),
        ];
    }

    private static int Payload(byte* file, ref Constant k)
        => ScaleBytes(ref k) + TableBytes(ref k) + CodeTable(file, ref k.Gaps) + CodeTable(file, ref k.Values) + k.Gaps.DataBytes + k.Values.DataBytes + DataBytes(ref k);

    private static int ScaleBytes(ref Constant k) => Scales.Stored(k.ScaleKind, k.Rows) * Scales.Size(k.ScaleKind);

    private static int TableBytes(ref Constant k) => k.TableCount == 0 ? 0 : k.TableCount * CodebookEncoding.EntryBytes(k.TableType);

    private static int DataBytes(ref Constant k) => k.Encoding switch
    {
        EncodingId.Float32 => 4 * k.Rows * k.RowLength,
        EncodingId.Float16 => 2 * k.Rows * k.RowLength,
        _ => k.DataBytes,
    };

    // One byte of head, the number of codes of each length but the greatest, and the symbols unless they are 0, 1, 2, ...
    private static int CodeTable(byte* file, ref SymbolStream s)
    {
        if (s.Coding != CodingId.Huffman || s.TableAt == 0) return 0;
        int lengths = s.Longest > 0 ? s.Longest - 1 : 0;
        int symbols = s.LastCodes;
        for (int i = 0; i < lengths; i++) symbols += file[s.TableAt + i];
        return 1 + lengths + (s.SymbolsAt < 0 ? 0 : BitStream.Bytes(symbols, s.Bits));
    }

    private static void AddMetadata(List<LedgerLine> lines, ref Cursor c)
    {
        while (c.At < c.End)
        {
            int start = c.At;
            int tag = Read.Varint(ref c, 127);
            Read.Skip(ref c, Read.Varint(ref c, Limits.FileBytes));
            string cause = tag switch
            {
                MetadataTag.Input => "input specification",
                MetadataTag.Names => "names",
                MetadataTag.Certificate => "certificate",
                _ => "metadata",
            };
            lines.Add(new LedgerLine(WholeFile, cause, c.At - start));
        }
    }
}
