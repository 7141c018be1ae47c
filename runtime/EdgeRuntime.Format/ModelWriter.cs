using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>A model input or output to be written.</summary>
/// <param name="Kind">Float32 or Int8 of <see cref="Format.Kind"/>.</param>
/// <param name="Shape">Inputs: dimensions.</param>
/// <param name="Offset">Inputs: first element in the arena.</param>
/// <param name="Register">Outputs: register.</param>
/// <param name="Scale">Int8: scale.</param>
/// <param name="ZeroPoint">Int8: zero point.</param>
public sealed record PortRecord(int Kind, int[] Shape, int Offset, int Register, float Scale, int ZeroPoint);

/// <summary>An operation to be written.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Bytes">Record, opcode first.</param>
public sealed record OperationRecord(string Name, byte[] Bytes);

/// <summary>Everything a model file holds, ready to be laid out.</summary>
public sealed class ModelRecord
{
    public int Int8Arena { get; set; }

    public int WordArena { get; set; }

    public int FloatArena { get; set; }

    public int Registers { get; set; }

    public List<PortRecord> Inputs { get; } = [];

    public List<PortRecord> Outputs { get; } = [];

    public List<OperationRecord> Operations { get; } = [];

    public ModelMetadata Metadata { get; set; } = ModelMetadata.Empty;
}

/// <summary>Lays out a model file.</summary>
public static unsafe class ModelWriter
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Write(ModelRecord model)
    {
        ByteWriter body = new();
        body.Varint(model.Int8Arena);
        body.Varint(model.WordArena);
        body.Varint(model.FloatArena);
        body.Varint(model.Registers);
        body.Varint(model.Inputs.Count);
        foreach (PortRecord p in model.Inputs) Input(body, p);
        body.Varint(model.Outputs.Count);
        foreach (PortRecord p in model.Outputs) Output(body, p);
        body.Varint(model.Operations.Count);
        foreach (OperationRecord o in model.Operations) body.Raw(o.Bytes);
        MetadataWriter.Write(body, model.Metadata);
        return Frame(body.ToArray());
    }

    /// <summary>Puts magic, checksum and length before the body.</summary>
    private static byte[] Frame(byte[] body)
    {
        int length = Headers.Prefix + body.Length;
        for (int size = 1; ; size++)
        {
            ByteWriter w = new();
            w.Varint(length + size);
            if (w.Length != size) continue;
            byte[] file = [.. new byte[Headers.Prefix], .. w.ToArray(), .. body];
            BinaryPrimitives.WriteUInt32LittleEndian(file, Headers.Magic);
            Seal(file);
            return file;
        }
    }

    /// <summary>Writes the checksum of a file into it.</summary>
    public static void Seal(byte[] file)
    {
        fixed (byte* p = file) BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), Crc32c.Of(p, Headers.Prefix, file.Length - Headers.Prefix));
    }

    private static void Input(ByteWriter w, PortRecord p)
    {
        w.U8(p.Kind);
        w.Varint(p.Shape.Length);
        foreach (int d in p.Shape) w.Varint(d);
        w.Varint(p.Offset);
        Quantization(w, p);
    }

    private static void Output(ByteWriter w, PortRecord p)
    {
        w.U8(p.Register);
        w.U8(p.Kind);
        Quantization(w, p);
    }

    private static void Quantization(ByteWriter w, PortRecord p)
    {
        if (p.Kind != Kind.Int8) return;
        w.F32(p.Scale);
        w.Zigzag(p.ZeroPoint);
    }
}

/// <summary>Writes the metadata blocks.</summary>
internal static class MetadataWriter
{
    public static void Write(ByteWriter body, ModelMetadata m)
    {
        if (m.Input is not null) Block(body, MetadataTag.Input, w => Input(w, m.Input));
        if (m.Names.Count > 0) Block(body, MetadataTag.Names, w => Texts(w, m.Names));
        if (m.Certificate.Count > 0) Block(body, MetadataTag.Certificate, w => Certificate(w, m.Certificate));
    }

    private static void Block(ByteWriter body, int tag, Action<ByteWriter> write)
    {
        ByteWriter w = new();
        write(w);
        body.Varint(tag);
        body.Varint(w.Length);
        body.Raw(w.ToArray());
    }

    private static void Input(ByteWriter w, InputSpecification s)
    {
        w.Varint(s.Height);
        w.Varint(s.Width);
        w.Varint(s.Channels);
        w.U8(Array.IndexOf(InputCodes.Orders, s.ChannelOrder));
        w.U8(Array.IndexOf(InputCodes.Layouts, s.Layout));
        w.F32(s.Scale);
        Reals(w, s.Mean);
        Reals(w, s.Std);
        w.Varint(s.Labels.Count);
        Texts(w, s.Labels);
    }

    /// <summary>Equal values are stored once.</summary>
    private static void Reals(ByteWriter w, IReadOnlyList<float> values)
    {
        IReadOnlyList<float> stored = values.Distinct().Count() == 1 ? [values[0]] : values;
        w.Varint(stored.Count);
        foreach (float v in stored) w.F32(v);
    }

    private static void Texts(ByteWriter w, IReadOnlyList<string> texts)
    {
        foreach (string t in texts) w.Text(t);
    }

    private static void Certificate(ByteWriter w, IReadOnlyList<CertificateEntry> entries)
    {
        w.Varint(entries.Count);
        foreach (CertificateEntry e in entries)
        {
            w.U32(e.Seed);
            w.U32(e.OutputChecksum);
        }
    }
}
