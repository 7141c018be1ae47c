namespace EdgeRuntime.Format;

/// <summary>Canonical Huffman codes of at most 15 bits, decoded from the file's own table.</summary>
/// <remarks>
/// A code is complete: the number of codes of the greatest length follows from the others and is not stored.
/// A code of greatest length 0 has one symbol and no bits. Huffman 1952; canonical form: Schwartz and Kallick 1964.
/// </remarks>
public static unsafe class Huffman
{
    /// <summary>Longest code in bits.</summary>
    public const int Longest = 15;

    /// <summary>Reads the code-length counts and the symbols in canonical order.</summary>
    public static void ReadTable(ref Cursor c, ref SymbolStream s)
    {
        int at = c.At;
        int head = Read.U8(ref c);
        int longest = head & 15;
        if ((head & 112) != 0)
        {
            Read.Fail(ref c, Status.BadHuffmanTable, at, head, 0);
            return;
        }

        s.Longest = longest;
        s.TableAt = Read.Skip(ref c, longest > 0 ? longest - 1 : 0);
        if (c.Fault != Status.Ok) return;
        int open = 1;
        int total = 0;
        for (int length = 1; length < longest; length++)
        {
            int codes = c.File[s.TableAt + length - 1];
            open = open * 2 - codes;
            total += codes;
            if (open <= 0) break;
        }

        if (longest > 0) open *= 2;
        if (open <= 0 || total + open > 1 << s.Bits)
        {
            Read.Fail(ref c, Status.BadHuffmanTable, at, open <= 0 ? open : total + open, 1 << s.Bits);
            return;
        }

        s.LastCodes = open;
        s.SymbolsAt = -1;
        if (head < 128) s.SymbolsAt = Read.Skip(ref c, BitStream.Bytes(total + open, s.Bits));
    }

    /// <summary>The next symbol.</summary>
    public static int Next(Bytes file, ref SymbolStream s, ref SymbolReader r)
    {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length < s.Longest; length++)
        {
            code += BitStream.Next(file, ref r, 1);
            int codes = file[s.TableAt + length - 1];
            if (code - first < codes) return Symbol(file, ref s, index + code - first);
            index += codes;
            first = first + codes << 1;
            code <<= 1;
        }

        if (s.Longest > 0) code += BitStream.Next(file, ref r, 1);
        return Symbol(file, ref s, index + code - first);
    }

    private static int Symbol(Bytes file, ref SymbolStream s, int index) =>
        s.SymbolsAt < 0 ? index : BitStream.Element(file, s.SymbolsAt, index, s.Bits);
}
