using System;
using System.Runtime.CompilerServices;

namespace EdgeRuntime.Format;

/// <summary>The adaptive binary range coder with its registers at hand; the symbols are those of <see cref="RangeCoder"/>.</summary>
internal sealed unsafe class RangeDecoder : SymbolDecoder
{
    private const uint Normal = 1u << 24;

    // Contexts: how often a 0 was seen, and from bit 8 on how often a 1. Behind them, by number of leading zeros: modelled bits after the leading one, and
    // from bit 8 on where their contexts begin.
    private readonly ushort[] _model;
    private readonly int _contexts;
    private readonly int _bits;
    private readonly uint _limit;

    public RangeDecoder(in SymbolStream s, int levels)
    {
        _bits = s.Bits;
        _limit = (uint)s.Limit;
        _contexts = 1 << levels;
        _model = new ushort[_contexts + _bits];
        int tree = _bits - 1;
        for (int zeros = 0; zeros < _bits; zeros++)
        {
            int depth = RangeCoder.Depth(_bits, _bits - 1 - zeros, levels);
            _model[_contexts + zeros] = (ushort)(depth | tree << 8);
            tree += (1 << depth) - 1;
        }
    }

    public override int TableBytes => _model.Length * sizeof(ushort);

    public override void Open(byte* payload, int bytes, out PayloadReader r)
    {
        Array.Clear(_model, 0, _contexts);
        base.Open(payload, bytes, out r);
        r.Range = uint.MaxValue;
        for (int i = 0; i < 4; i++) Shift(ref r);
    }

    public override int Next(ref PayloadReader r)
    {
        byte symbol;
        Read(ref r, &symbol, 1);
        return symbol;
    }

    public override void Read(ref PayloadReader r, byte* to, int count)
    {
        PayloadReader at = r;
        fixed (ushort* model = _model)
        {
            for (byte* end = to + count; to < end; to++) *to = (byte)Symbol(ref at, model);
        }

        r = at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Symbol(ref PayloadReader r, ushort* model)
    {
        int zeros = 0;
        while (true)
        {
            if (zeros == _bits) return 0;
            if (Bit(ref r, model + zeros, _limit) != 0) break;
            zeros++;
        }

        int node = 1, tree = model[_contexts + zeros], depth = tree & 255, left = _bits - 1 - zeros - depth;
        ushort* contexts = model + (tree >> 8);
        for (; depth > 0; depth--) node = node * 2 + Bit(ref r, contexts + node, _limit);
        return left == 0 ? node : node << left | Plain(ref r, left);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bit(ref PayloadReader r, ushort* context, uint limit)
    {
        uint zeros = *context & 255u, ones = (uint)*context >> 8;
        uint bound = r.Range / (zeros + ones + 1 << 1) * (2 * zeros + 1);
        int bit = r.Word < bound ? 0 : 1;
        if (bit == 0)
        {
            r.Range = bound;
            zeros++;
        }
        else
        {
            r.Word -= bound;
            r.Range -= bound;
            ones++;
        }

        if (zeros >= limit || ones >= limit)
        {
            zeros = zeros + 1 >> 1;
            ones = ones + 1 >> 1;
        }

        *context = (ushort)(zeros | ones << 8);
        Normalise(ref r);
        return bit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Plain(ref PayloadReader r, int bits)
    {
        r.Range >>= bits;
        uint value = Math.Min(r.Word / r.Range, (1u << bits) - 1);
        r.Word -= value * r.Range;
        Normalise(ref r);
        return (int)value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalise(ref PayloadReader r)
    {
        while (r.Range < Normal)
        {
            r.Range <<= 8;
            Shift(ref r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shift(ref PayloadReader r)
    {
        r.Word <<= 8;
        if (r.At < r.End) r.Word |= *r.At++;
    }
}
