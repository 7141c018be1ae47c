using System;

namespace EdgeRuntime.Devices.Jpeg;

/// <summary>A canonical Huffman code of at most 16 bits a symbol (ITU-T T.81, annex C).</summary>
internal sealed class JpegHuffmanTable
{
    /// <summary>Bits that one look-up resolves.</summary>
    public const int LookBits = 9;

    private const int LongestCode = 16;

    private readonly ushort[] look = new ushort[1 << LookBits];
    private readonly int[] largest = new int[LongestCode + 1];
    private readonly int[] offset = new int[LongestCode + 1];
    private readonly byte[] symbols = new byte[256];

    /// <summary>Whether a code was set.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Sets the code.</summary>
    /// <param name="counts">Codes of 1 to 16 bits: 16 numbers.</param>
    /// <param name="values">Symbols in the order of their codes; as many as <paramref name="counts"/> say.</param>
    /// <exception cref="DeviceException">The lengths are not those of a code.</exception>
    public void Set(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        IsSet = false;
        Array.Clear(look);
        values.CopyTo(symbols);
        int code = 0, index = 0;
        for (int length = 1; length <= LongestCode; length++, code <<= 1)
        {
            offset[length] = index - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (code >= 1 << length) throw new DeviceException($"a JPEG picture has more Huffman codes of {length} bits than there are; the picture is damaged");
                if (length <= LookBits) look.AsSpan(code << (LookBits - length), 1 << (LookBits - length)).Fill((ushort)(length << 8 | values[index]));
            }

            largest[length] = counts[length - 1] > 0 ? code - 1 : -1;
        }

        IsSet = true;
    }

    /// <summary>Reads one symbol.</summary>
    /// <exception cref="DeviceException">No code begins with these bits, or they have ended.</exception>
    public int Read(ref JpegBits bits)
    {
        int entry = look[bits.Peek(LookBits)];
        if (entry != 0)
        {
            bits.Skip(entry >> 8);
            return entry & 0xFF;
        }

        int all = bits.Peek(LongestCode);
        for (int length = LookBits + 1; length <= LongestCode; length++)
        {
            int code = all >> (LongestCode - length);
            if (code > largest[length]) continue;
            bits.Skip(length);
            return symbols[(code + offset[length]) & 0xFF];
        }

        throw new DeviceException("a JPEG picture has bits that are no Huffman code; the picture is damaged");
    }
}
