using System;
using System.Collections.Generic;

namespace EdgeRuntime.Run.Pipeline;

/// <summary>Writes a 4:2:2 JPEG picture, the kind that cameras send, straight from pseudo-random coefficients: something to time a decoder with.</summary>
/// <remarks>Its codes are a few of ITU-T T.81, tables K.3 and K.5; about one bit a pixel.</remarks>
internal static class SyntheticJpeg
{
    // Code and length of DC sizes 0 to 4 and of AC symbols run x 16 + size.
    private static readonly (int Code, int Bits)[] Dc = [(0, 2), (2, 3), (3, 3), (4, 3), (5, 3)];

    private static readonly Dictionary<int, (int Code, int Bits)> Ac = new()
    {
        [0x00] = (0b1010, 4), [0x01] = (0b00, 2), [0x02] = (0b01, 2), [0x03] = (0b100, 3), [0x11] = (0b1100, 4),
    };

    /// <summary>A file of <paramref name="width"/> x <paramref name="height"/> pixels, both multiples of 16 and 8, without Huffman tables as in motion JPEG.</summary>
    public static byte[] Write(int width, int height, int seed)
    {
        List<byte> file = [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
        for (int i = 0; i < 64; i++) file.Add((byte)(8 + i / 2));
        file.AddRange([0xFF, 0xC0, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x21, 0, 2, 0x11, 0, 3, 0x11, 0]);
        file.AddRange([0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
        Random random = new(seed);
        Bits bits = new(file);
        int[] brightness = new int[3];
        for (int unit = 0; unit < width / 16 * (height / 8); unit++)
            foreach (int plane in new[] { 0, 0, 1, 2 })
                Block(bits, random, ref brightness[plane], plane == 0 ? 10 : 3);
        bits.Flush();
        file.AddRange([0xFF, 0xD9]);
        return [.. file];
    }

    private static void Block(Bits bits, Random random, ref int brightness, int most)
    {
        // Drifts back to the middle, so that samples stay within their range.
        int step = Math.Clamp(random.Next(-12, 13) - brightness / 8, -15, 15);
        brightness += step;
        int size = Size(step);
        bits.Add(Dc[size].Code, Dc[size].Bits);
        bits.Add(Value(step, size), size);
        for (int i = random.Next(most + 1); i > 0; i--)
        {
            int value = random.Next(1, 8) * (random.Next(2) == 0 ? 1 : -1);
            int symbol = random.Next(4) == 0 ? 0x11 : Size(value);
            if (symbol == 0x11) value = Math.Sign(value);
            bits.Add(Ac[symbol].Code, Ac[symbol].Bits);
            bits.Add(Value(value, symbol & 15), symbol & 15);
        }

        bits.Add(Ac[0].Code, Ac[0].Bits);
    }

    private static int Size(int value)
    {
        int size = 0;
        for (int rest = Math.Abs(value); rest > 0; rest >>= 1) size++;
        return size;
    }

    private static int Value(int value, int size) => value < 0 ? value + (1 << size) - 1 : value;

    private sealed class Bits(List<byte> file)
    {
        private int window, count;

        public void Add(int value, int bits)
        {
            for (int i = bits - 1; i >= 0; i--)
            {
                window = window << 1 | (value >> i & 1);
                if (++count % 8 != 0) continue;
                file.Add((byte)window);
                if ((byte)window == 0xFF) file.Add(0);
            }
        }

        public void Flush()
        {
            while (count % 8 != 0) Add(1, 1);
        }
    }
}
