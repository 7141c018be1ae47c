namespace EdgeRuntime.Format;

/// <summary>The decoder of the adaptive binary range coder.</summary>
/// <remarks>
/// A context is 16 bits: how often a 0 and how often a 1 was seen. P(0) = (2 zeros + 1) / (2 zeros + 2 ones + 2), the estimator of
/// Krichevsky and Trofimov 1981: it learns at once and settles down as the counts grow. When a count reaches the stream's limit both are halved.
/// The coder is Martin's (1979) with 32-bit registers; its carries are resolved by the encoder.
/// A symbol is a path down a binary tree, highest bit first. The path of leading zeros has a context a level; after the leading one the next
/// few bits have contexts of their own and the lowest bits of wide symbols are coded plainly: neighbouring symbols are then equally likely,
/// which a table sorted by falling frequency makes nearly true.
/// </remarks>
public static unsafe class RangeCoder
{
    /// <summary>A value stream has 2^6 - 1 contexts in 32 words.</summary>
    public const int ValueLevels = 6;
    public const int ValueWords = 32;

    /// <summary>A gap stream has 2^5 - 1 contexts in 16 words.</summary>
    public const int GapLevels = 5;
    public const int GapWords = 16;

    /// <summary>Smallest limit of a context's counts.</summary>
    public const int LeastLimit = 2;

    private const uint Normal = 1u << 24;

    /// <summary>Forgets everything that <paramref name="words"/> words of contexts have learned.</summary>
    public static void Clear(Words state, int at, int words)
    {
        for (int i = 0; i < words; i++) state[at + i] = 0u;
    }

    /// <summary>Reads the limit of the counts.</summary>
    public static void ReadLimit(ref Cursor c, ref SymbolStream s)
    {
        s.Limit = Read.U8(ref c);
        Read.Require(ref c, s.Limit >= LeastLimit, Status.LimitExceeded, s.Limit, LeastLimit);
    }

    /// <summary>Starts at byte <paramref name="at"/>.</summary>
    public static void Open(Bytes file, ref SymbolReader r, int at, int bytes)
    {
        r.At = at;
        r.End = at + bytes;
        r.Have = 0;
        r.Range = 0xFFFFFFFFu;
        r.Word = 0u;
        for (int i = 0; i < 4; i++) Shift(file, ref r);
    }

    /// <summary>Modelled bits after the leading one when <paramref name="left"/> bits of a <paramref name="bits"/>-bit symbol follow it.</summary>
    /// <remarks>With these depths the contexts of every width above <paramref name="levels"/> are exactly 2^levels - 1.</remarks>
    public static int Depth(int bits, int left, int levels)
    {
        if (bits <= levels) return left;
        int depth = left >= 2 * bits - levels - 4 ? levels - 2 : levels - 3;
        return left < depth ? left : depth;
    }

    /// <summary>The next symbol of <paramref name="s"/>, whose contexts begin at state word <paramref name="s0"/>.</summary>
    public static int Next(Bytes file, ref SymbolStream s, ref SymbolReader r, Words state, int s0, int levels)
    {
        int bits = s.Bits;
        int tree = bits - 1;
        for (int left = bits - 1; left >= 0; left--)
        {
            int depth = Depth(bits, left, levels);
            if (Bit(file, ref r, state, s0, bits - 1 - left, s.Limit) == 0)
            {
                tree += (1 << depth) - 1;
                continue;
            }

            int node = 1;
            for (int i = 0; i < depth; i++) node = node * 2 + Bit(file, ref r, state, s0, tree + node, s.Limit);
            left -= depth;
            return left == 0 ? node : node << left | Plain(file, ref r, left);
        }

        return 0;
    }

    /// <summary>The next bit, in context <paramref name="context"/>, which learns it.</summary>
    public static int Bit(Bytes file, ref SymbolReader r, Words state, int s0, int context, int limit)
    {
        int word = s0 + (context >> 1);
        int half = (context & 1) << 4;
        uint counts = state[word] >> half & 0xFFFFu;
        uint zeros = counts & 255u;
        uint ones = counts >> 8;
        uint bound = r.Range / (zeros + ones + 1u << 1) * (2u * zeros + 1u);
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

        if (zeros >= (uint)limit || ones >= (uint)limit)
        {
            zeros = zeros + 1u >> 1;
            ones = ones + 1u >> 1;
        }

        state[word] = state[word] & ~(0xFFFFu << half) | (zeros | ones << 8) << half;
        Normalise(file, ref r);
        return bit;
    }

    /// <summary>Whether every byte of the payload was used and the encoder dropped the zero bytes at its end.</summary>
    public static bool Finished(Bytes file, ref SymbolReader r, int at) => r.At >= r.End && (r.End == at || file[r.End - 1] != 0);

    private static int Plain(Bytes file, ref SymbolReader r, int bits)
    {
        r.Range >>= bits;
        uint value = r.Word / r.Range;
        uint most = (1u << bits) - 1u;
        if (value > most) value = most;
        r.Word -= value * r.Range;
        Normalise(file, ref r);
        return (int)value;
    }

    private static void Normalise(Bytes file, ref SymbolReader r)
    {
        while (r.Range < Normal)
        {
            r.Range <<= 8;
            Shift(file, ref r);
        }
    }

    private static void Shift(Bytes file, ref SymbolReader r)
    {
        uint next = r.At < r.End ? file[r.At] : 0u;
        r.Word = r.Word << 8 | next;
        r.At++;
    }
}
