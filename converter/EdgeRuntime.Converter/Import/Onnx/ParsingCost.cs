using System;
using Google.Protobuf.Reflection;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>Bounds what parsing a protobuf file would take before it is parsed: two bytes of file can ask for an object of 300.</summary>
/// <remarks>Wire format: protobuf encoding specification. Damage is left to the parser, which stops where this scan stops.</remarks>
internal ref struct ParsingCost
{
    private const long MessageBytes = 256;
    private const long StringBytes = 48;
    private const long BaseBytes = 16L << 20;
    private const long BytesPerByte = 64;

    private readonly ReadOnlySpan<byte> file;
    private readonly int nesting;
    private int at;

    private ParsingCost(ReadOnlySpan<byte> file, int nesting)
    {
        this.file = file;
        this.nesting = nesting;
    }

    /// <summary>Refuses a file whose messages, texts and numbers would take more memory than 16 MiB and 64 times its length.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="type">The message the file is.</param>
    /// <param name="nesting">Depth of messages at which the parser gives up.</param>
    /// <exception cref="ConversionException">The file would take more.</exception>
    public static void Check(ReadOnlySpan<byte> file, MessageDescriptor type, int nesting)
    {
        long cost = new ParsingCost(file, nesting).Message(file.Length, type, 0);
        long limit = BaseBytes + (BytesPerByte * file.Length);
        if (cost > limit)
            throw new ConversionException($"the file of {file.Length} bytes would take {cost >> 20} MiB of memory, more than the {limit >> 20} MiB a network of its length needs; it repeats empty entries and is damaged or hostile");
    }

    private long Message(int end, MessageDescriptor type, int depth)
    {
        long cost = MessageBytes;
        while (at < end)
        {
            if (!Varint(end, out ulong tag)) return Stop(cost);
            switch (tag & 7)
            {
                case 0 when Varint(end, out _): cost += sizeof(long); break;
                case 1 when end - at >= 8: (at, cost) = (at + 8, cost + sizeof(double)); break;
                case 5 when end - at >= 4: (at, cost) = (at + 4, cost + sizeof(float)); break;
                case 2 when Varint(end, out ulong length) && length <= (ulong)(end - at):
                    cost += Delimited(at + (int)length, type.FindFieldByNumber((int)Math.Min(tag >> 3, int.MaxValue)), depth);
                    break;
                default: return Stop(cost);
            }
        }

        return cost;
    }

    private long Delimited(int end, FieldDescriptor? field, int depth)
    {
        int length = end - at;
        if (field is { FieldType: FieldType.Message } && depth < nesting) return Message(end, field.MessageType, depth + 1);
        at = end;
        return field?.FieldType switch
        {
            null => 0,
            FieldType.String => StringBytes + (2L * length),
            FieldType.Bytes => StringBytes + length,
            _ => (long)sizeof(long) * length,
        };
    }

    /// <summary>The parser fails here and reads nothing behind.</summary>
    private long Stop(long cost)
    {
        at = file.Length;
        return cost;
    }

    private bool Varint(int end, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && at < end; shift += 7)
        {
            byte b = file[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return true;
        }

        return false;
    }
}
