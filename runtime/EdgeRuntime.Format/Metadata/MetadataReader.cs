using System;
using System.Text;

namespace EdgeRuntime.Format;

/// <summary>Reads the blocks between the last operation and the end of the file: tag, length, content; each tag at most once, ascending.</summary>
public static unsafe class MetadataReader
{
    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>Reads all blocks; faults stay in the cursor.</summary>
    public static ModelMetadata ReadAll(ref Cursor c, int operations)
    {
        ModelMetadata m = ModelMetadata.Empty;
        int last = 0;
        int end = c.End;
        while (c.At < end && c.Fault == Status.Ok)
        {
            int tag = Read.Varint(ref c, 127);
            Read.Require(ref c, tag > last, Status.WrongAttribute, tag, last + 1);
            last = tag;
            int length = Read.Varint(ref c, Limits.FileBytes);
            Read.Require(ref c, length <= end - c.At, Status.Truncated, end - c.At, length);
            if (c.Fault != Status.Ok) break;
            c.End = c.At + length;
            m = Block(ref c, tag, m, operations);
            Read.Require(ref c, c.At == c.End, Status.TrailingBytes, c.End - c.At, 0);
            c.End = end;
        }

        return m;
    }

    private static ModelMetadata Block(ref Cursor c, int tag, ModelMetadata m, int operations)
    {
        switch (tag)
        {
            case MetadataTag.Input:
                return m with { Input = ReadInput(ref c) };
            case MetadataTag.Names:
                return m with { Names = Texts(ref c, operations) };
            case MetadataTag.Certificate:
                return m with { Certificate = ReadCertificate(ref c) };
            default:
                Read.Fail(ref c, Status.WrongAttribute, c.At, tag, MetadataTag.Certificate);
                return m;
        }
    }

    private static InputSpecification? ReadInput(ref Cursor c)
    {
        int height = Read.Varint(ref c, Limits.Dimension);
        int width = Read.Varint(ref c, Limits.Dimension);
        int channels = Read.Varint(ref c, 4);
        int order = Read.U8(ref c);
        int layout = Read.U8(ref c);
        Read.Require(ref c, order < InputCodes.Orders.Length, Status.WrongAttribute, order, InputCodes.Orders.Length - 1);
        Read.Require(ref c, layout < InputCodes.Layouts.Length, Status.WrongAttribute, layout, InputCodes.Layouts.Length - 1);
        float scale = Read.F32(ref c);
        float[] mean = Reals(ref c);
        float[] std = Reals(ref c);
        int labels = Read.Varint(ref c, Limits.Operations);
        string[] names = Texts(ref c, labels);
        if (c.Fault != Status.Ok) return null;
        return new InputSpecification(height, width, channels, InputCodes.Orders[order], InputCodes.Layouts[layout], scale, mean, std, names);
    }

    private static float[] Reals(ref Cursor c)
    {
        int count = Read.Varint(ref c, 4);
        float[] values = new float[c.Fault == Status.Ok ? count : 0];
        for (int i = 0; i < values.Length; i++) values[i] = Read.F32(ref c);
        return values;
    }

    private static string[] Texts(ref Cursor c, int count)
    {
        Read.Require(ref c, count <= c.End - c.At, Status.Truncated, c.End - c.At, count);
        if (c.Fault != Status.Ok) return [];
        string[] texts = new string[count];
        Array.Fill(texts, "");
        for (int i = 0; i < count && c.Fault == Status.Ok; i++)
        {
            int length = Read.Varint(ref c, Limits.Text);
            int at = Read.Skip(ref c, length);
            if (c.Fault != Status.Ok) break;
            try
            {
                texts[i] = Utf8.GetString(c.File + at, length);
            }
            catch (DecoderFallbackException)
            {
                Read.Fail(ref c, Status.BadText, at, length, 0);
            }
        }

        return texts;
    }

    private static CertificateEntry[] ReadCertificate(ref Cursor c)
    {
        int count = Read.Varint(ref c, 64);
        int at = Read.Skip(ref c, 8 * count);
        if (c.Fault != Status.Ok) return [];
        CertificateEntry[] entries = new CertificateEntry[count];
        for (int i = 0; i < count; i++) entries[i] = new CertificateEntry(Port.Word(c.File, at + 8 * i), Port.Word(c.File, at + 8 * i + 4));
        return entries;
    }
}

/// <summary>Codes of the input specification's enumerations: the index is what the file stores.</summary>
internal static class InputCodes
{
    public static readonly string[] Orders = ["gray", "rgb", "bgr"];
    public static readonly string[] Layouts = ["NHWC", "NCHW"];
}
