using System;
using System.Runtime.CompilerServices;

namespace EdgeRuntime.Format;

/// <summary>Canonical Huffman codes by a table over the next bits of the payload, whose entries hold up to two symbols; the symbols are those of <see cref="Huffman"/>.</summary>
internal sealed unsafe class HuffmanDecoder : SymbolDecoder
{
    // Codes within so many bits are looked up, longer ones walked.
    private const int LookBits = 11;

    // Looks between two refills of at least 56 bits.
    private const int Looks = 4;

    // An entry: bits 0-5 bits of all its symbols, 6-7 their number (0: the code is longer), 8-13 bits of the first, 16-23 and 24-31 the symbols.
    private const int NumberShift = 6;
    private const int FirstShift = 8;
    private const int SymbolShift = 16;

    private readonly uint[] _entries;
    private readonly uint* _table;
    private readonly int _mask;

    // By length: the first code and the place of its symbol in canonical order.
    private readonly int[] _first = new int[Huffman.Longest + 2];
    private readonly int[] _place = new int[Huffman.Longest + 2];
    private readonly byte[] _symbols;
    private readonly int _longest;

    public HuffmanDecoder(Bytes file, in SymbolStream s)
    {
        _longest = s.Longest;
        for (int length = 1; length <= _longest; length++)
        {
            int codes = length < _longest ? file[s.TableAt + length - 1] : s.LastCodes;
            _place[length + 1] = _place[length] + codes;
            _first[length + 1] = (_first[length] + codes) << 1;
        }

        _symbols = new byte[_longest == 0 ? 1 : _place[_longest + 1]];
        for (int i = 0; i < _symbols.Length; i++) _symbols[i] = (byte)(s.SymbolsAt < 0 ? i : BitStream.Element(file, s.SymbolsAt, i, s.Bits));
        int width = Math.Min(LookBits, 2 * _longest);
        _mask = (1 << width) - 1;
        _entries = GC.AllocateArray<uint>(1 << width, pinned: true);
        _table = (uint*)Unsafe.AsPointer(ref _entries[0]);
        Fill(width);
    }

    public override int TableBytes => _entries.Length * sizeof(uint) + _symbols.Length;

    public override int Next(ref PayloadReader r)
    {
        r.Refill();
        return First(Look(r.Bits), ref r);
    }

    public override void Read(ref PayloadReader r, byte* to, int count)
    {
        PayloadReader at = r;
        uint* table = _table;
        int mask = _mask;
        byte* end = to + count;
        while (end - to >= 2 * Looks)
        {
            at.Refill();
            for (int i = 0; i < Looks; i++)
            {
                uint entry = table[(int)at.Bits & mask];
                if (entry == 0)
                {
                    at.Refill();
                    entry = Walk((int)at.Bits);
                }

                // A second symbol that is none is overwritten.
                Unsafe.WriteUnaligned(to, (ushort)(entry >> SymbolShift));
                to += entry >> NumberShift & 3;
                at.Skip((int)(entry & 63));
            }
        }

        while (to < end)
        {
            at.Refill();
            *to++ = (byte)First(Look(at.Bits), ref at);
        }

        r = at;
    }

    public override void ReadPairs(ref PayloadReader r, SymbolDecoder values, int skip, byte* to, byte* toValues, int count)
    {
        HuffmanDecoder others = (HuffmanDecoder)values;
        PayloadReader at = r;
        for (byte* end = to + count; to < end;)
        {
            // Two codes have at most 30 bits.
            at.Refill();
            int symbol = First(Look(at.Bits), ref at);
            *to++ = (byte)symbol;
            if (symbol != skip) *toValues++ = (byte)First(others.Look(at.Bits), ref at);
        }

        r = at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int First(uint entry, ref PayloadReader r)
    {
        r.Skip((int)(entry >> FirstShift & 63));
        return (byte)(entry >> SymbolShift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Look(ulong bits)
    {
        uint entry = _table[(int)bits & _mask];
        return entry != 0 ? entry : Walk((int)bits);
    }

    // The entry of a code of any length, found bit by bit.
    private uint Walk(int bits)
    {
        for (int length = 1, code = 0; length <= _longest; length++, bits >>= 1)
        {
            code = code << 1 | (bits & 1);
            int place = _place[length] + code - _first[length];
            if (place < _place[length + 1]) return Entry(place, length);
        }

        return Entry(0, 0);
    }

    private uint Entry(int place, int length) => (uint)_symbols[place] << SymbolShift | (uint)length << FirstShift | 1u << NumberShift | (uint)length;

    private void Fill(int width)
    {
        if (_longest == 0) _entries[0] = Entry(0, 0);
        for (int length = 1; length <= Math.Min(width, _longest); length++)
        {
            for (int place = _place[length]; place < _place[length + 1]; place++)
            {
                int code = _first[length] + place - _place[length], reversed = 0;
                for (int i = 0; i < length; i++) reversed |= (code >> i & 1) << (length - 1 - i);
                for (int bits = reversed; bits < _entries.Length; bits += 1 << length) _entries[bits] = Entry(place, length);
            }
        }

        for (int bits = 0; bits < _entries.Length; bits++)
        {
            int length = (int)(_entries[bits] & 63);
            uint next = _entries[bits >> length];
            int more = (int)(next >> FirstShift & 63);
            // Behind a longer code and where the next one is cut off there is one symbol.
            if (_entries[bits] == 0 || next == 0 || length + more > width) continue;
            _entries[bits] += (next >> SymbolShift & 255) << (SymbolShift + 8) | 1u << NumberShift | (uint)more;
        }
    }
}
