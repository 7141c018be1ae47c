using System;
using System.Collections.Generic;

namespace EdgeRuntime.Format;

/// <summary>Packs bits lowest first; the bits that fill the last byte are zero.</summary>
public sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private ulong _word;
    private int _have;

    /// <summary>Appends the lowest <paramref name="count"/> bits (0 to 32) of <paramref name="value"/>.</summary>
    public void Write(uint value, int count)
    {
        _word |= (value & (1ul << count) - 1ul) << _have;
        for (_have += count; _have >= 8; _have -= 8)
        {
            _bytes.Add((byte)_word);
            _word >>= 8;
        }
    }

    /// <summary>Appends a Huffman code, highest bit first.</summary>
    public void WriteCode(int code, int length)
    {
        for (int i = length - 1; i >= 0; i--) Write((uint)(code >> i & 1), 1);
    }

    /// <summary>The bytes written so far.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[_bytes.Count + (_have > 0 ? 1 : 0)];
        _bytes.CopyTo(bytes);
        if (_have > 0) bytes[^1] = (byte)_word;
        return bytes;
    }

    /// <summary>Packs symbols of equal width.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> symbols, int bits)
    {
        BitWriter writer = new();
        foreach (byte symbol in symbols) writer.Write(symbol, bits);
        return writer.ToArray();
    }
}
