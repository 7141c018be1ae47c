using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace EdgeRuntime.Format;

/// <summary>Appends the primitives of the format; the counterpart of <see cref="Read"/>.</summary>
public sealed class ByteWriter
{
    private readonly List<byte> bytes = [];

    /// <summary>Bytes written so far.</summary>
    public int Length => bytes.Count;

    public void U8(int value) => bytes.Add(checked((byte)value));

    public void Varint(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (uint rest = (uint)value; ; rest >>= 7)
        {
            if (rest < 128)
            {
                bytes.Add((byte)rest);
                return;
            }

            bytes.Add((byte)(rest | 128));
        }
    }

    public void Zigzag(int value) => Varint((value << 1) ^ (value >> 31));

    public void F32(float value) => U32(BitConverter.SingleToUInt32Bits(value));

    public void U32(uint value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        bytes.AddRange(word);
    }

    public void Raw(ReadOnlySpan<byte> data) => bytes.AddRange(data);

    /// <summary>Length in bytes, then UTF-8.</summary>
    public void Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        if (utf8.Length > Limits.Text) throw new ArgumentException($"a text has {utf8.Length} bytes, at most {Limits.Text} are allowed");
        Varint(utf8.Length);
        Raw(utf8);
    }

    public byte[] ToArray() => [.. bytes];
}
