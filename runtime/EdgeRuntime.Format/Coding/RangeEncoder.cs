using System.Collections.Generic;

namespace EdgeRuntime.Format;

/// <summary>The encoder of the adaptive binary range coder; the models are those of <see cref="RangeCoder"/>.</summary>
public sealed class RangeEncoder
{
    private readonly List<byte> _bytes = [];
    private uint _low;
    private uint _range = uint.MaxValue;

    /// <summary>Counts of zeros and ones of a stream's contexts.</summary>
    public sealed class Model(int levels, int limit)
    {
        public int Levels { get; } = levels;

        public int Limit { get; } = limit;

        internal byte[] Zeros { get; } = new byte[1 << levels];

        internal byte[] Ones { get; } = new byte[1 << levels];
    }

    /// <summary>Encodes a symbol of <paramref name="bits"/> bits.</summary>
    public void Write(Model model, int symbol, int bits)
    {
        int tree = bits - 1;
        for (int left = bits - 1; left >= 0; left--)
        {
            int depth = RangeCoder.Depth(bits, left, model.Levels);
            int bit = symbol >> left & 1;
            Bit(model, bits - 1 - left, bit);
            if (bit == 0)
            {
                tree += (1 << depth) - 1;
                continue;
            }

            int node = 1;
            for (int i = 1; i <= depth; i++)
            {
                bit = symbol >> left - i & 1;
                Bit(model, tree + node, bit);
                node = node * 2 + bit;
            }

            left -= depth;
            if (left > 0) Plain(symbol & (1 << left) - 1, left);
            return;
        }
    }

    /// <summary>Ends the stream with the shortest number in the final interval, without its zero bytes.</summary>
    public byte[] Finish()
    {
        ulong top = (ulong)_low + _range - 1;
        for (int zeros = 32; zeros >= 0; zeros -= 8)
        {
            ulong step = 1ul << zeros;
            ulong value = (_low + step - 1) / step * step;
            if (value > top) continue;
            if (value > uint.MaxValue) Carry();
            for (int shift = 24; shift >= 0; shift -= 8) _bytes.Add((byte)(value >> shift));
            break;
        }

        int length = _bytes.Count;
        while (length > 0 && _bytes[length - 1] == 0) length--;
        return [.. _bytes.GetRange(0, length)];
    }

    private void Bit(Model model, int context, int bit)
    {
        ref byte zeros = ref model.Zeros[context];
        ref byte ones = ref model.Ones[context];
        uint bound = _range / (uint)(zeros + ones + 1 << 1) * (uint)(2 * zeros + 1);
        if (bit == 0)
        {
            _range = bound;
            zeros++;
        }
        else
        {
            Raise(bound);
            _range -= bound;
            ones++;
        }

        if (zeros >= model.Limit || ones >= model.Limit)
        {
            zeros = (byte)(zeros + 1 >> 1);
            ones = (byte)(ones + 1 >> 1);
        }

        Normalise();
    }

    private void Plain(int value, int bits)
    {
        _range >>= bits;
        Raise((uint)value * _range);
        Normalise();
    }

    private void Raise(uint by)
    {
        uint sum = unchecked(_low + by);
        if (sum < _low) Carry();
        _low = sum;
    }

    private void Carry()
    {
        int i = _bytes.Count - 1;
        while (true)
        {
            _bytes[i]++;
            if (_bytes[i] != 0) return;
            i--;
        }
    }

    private void Normalise()
    {
        for (; _range < 1u << 24; _range <<= 8)
        {
            _bytes.Add((byte)(_low >> 24));
            _low <<= 8;
        }
    }
}
