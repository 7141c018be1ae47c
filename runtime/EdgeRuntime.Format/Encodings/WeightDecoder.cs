using System;

namespace EdgeRuntime.Format;

/// <summary>
/// Decodes a weight matrix in row-major order with tables in memory (<see cref="SymbolDecoder"/>): the bits of <see cref="Weights"/>, many times as fast where the weights are coded.
/// </summary>
public sealed unsafe class WeightDecoder
{
    private const int Chunk = 256;

    private readonly byte* _file;

    // For sparse encodings, and for the other ones with symbols.
    private readonly NonZeroDecoder? _nonZeros;
    private readonly SymbolDecoder? _symbols;
    private readonly float[] _table = [];
    private Constant _k;
    private PayloadReader _reader;
    private WeightCursor _cursor;
    private int _next;
    private bool _pending;

    /// <summary>Stands before the first element.</summary>
    /// <param name="file">The file; it must stay where it is.</param>
    /// <param name="k">A constant of the file.</param>
    public WeightDecoder(Bytes file, in Constant k)
    {
        _file = file;
        _k = k;
        if (Constants.IsSparse(ref _k)) _nonZeros = new NonZeroDecoder(file, k);
        else if (k.Values.Count > 0)
        {
            _symbols = SymbolDecoder.Of(file, k.Values, RangeCoder.ValueLevels);
            _table = SymbolValues.Of(file, ref _k);
        }

        Reset();
    }

    /// <summary>Bytes of the tables.</summary>
    public int TableBytes => (_nonZeros?.TableBytes ?? 0) + (_symbols?.TableBytes ?? 0) + sizeof(float) * _table.Length;

    /// <summary>Goes back before the first element.</summary>
    public void Reset()
    {
        _next = 0;
        _nonZeros?.Reset();
        _pending = _nonZeros != null && _nonZeros.Next();
        if (_symbols != null) _symbols.Open(_file + _k.Values.DataAt, _k.Values.DataBytes, out _reader);
        else if (_nonZeros == null) Weights.Open(_file, ref _k, null, 0, ref _cursor);
    }

    /// <summary>The next values.</summary>
    /// <param name="to">Receives them.</param>
    /// <param name="count">Number of values, at most as many as are left.</param>
    public void Floats(float* to, int count)
    {
        if (_nonZeros != null)
        {
            new Span<float>(to, count).Clear();
            for (int i; (i = Gap()) < count; _pending = _nonZeros.Next()) to[i] = _nonZeros.Value;
            _next += count;
        }
        else if (_symbols == null) Weights.Floats(ref _cursor, ref _k, to, 0, count);
        else
        {
            byte* symbols = stackalloc byte[Chunk];
            for (int left = count, n; left > 0; left -= n, to += n)
            {
                // A chunk ends with its row, whose scale it has.
                int row = _next / _k.RowLength;
                n = Math.Min(Math.Min(left, Chunk), (row + 1) * _k.RowLength - _next);
                Symbols(symbols, n);
                float scale = Scales.Of(_file, ref _k, row);
                fixed (float* table = _table)
                    for (int i = 0; i < n; i++) to[i] = table[symbols[i]] * scale;
            }
        }
    }

    /// <summary>The next integers, before any scale, of a constant that has them.</summary>
    /// <param name="to">Receives them.</param>
    /// <param name="count">Number of integers, at most as many as are left.</param>
    public void Integers(sbyte* to, int count)
    {
        if (_nonZeros != null)
        {
            new Span<sbyte>(to, count).Clear();
            for (int i; (i = Gap()) < count; _pending = _nonZeros.Next()) to[i] = (sbyte)_nonZeros.Integer;
            _next += count;
        }
        else if (_symbols == null) Weights.Ints(ref _cursor, ref _k, to, 0, count);
        else
        {
            Symbols((byte*)to, count);
            for (int i = 0; i < count; i++) to[i] = (sbyte)_table[(byte)to[i]];
        }
    }

    /// <summary>The next symbols, as they are stored, of an encoding that has them and is not sparse.</summary>
    /// <param name="to">Receives them.</param>
    /// <param name="count">Number of symbols, at most as many as are left.</param>
    public void Symbols(byte* to, int count)
    {
        _symbols!.Read(ref _reader, to, count);
        _next += count;
    }

    // Elements from the next one to the non-zero that has yet to be placed.
    private int Gap() => _pending ? _nonZeros!.Position - _next : int.MaxValue;
}
