using System;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>Walks the non-zeros of a sparse constant with tables in memory (<see cref="SymbolDecoder"/>): those of <see cref="Weights.NextNonZero"/>, many times as fast where they are coded.</summary>
public sealed unsafe class NonZeroDecoder
{
    private const int Chunk = 256;

    private readonly byte* _file;
    private readonly SymbolDecoder _gaps;

    // Null where the values are plain floats.
    private readonly SymbolDecoder? _values;
    private readonly float[] _table;
    private readonly int _skip;

    // The columns that gaps count.
    private readonly int[] _columns;

    // Symbols that are decoded ahead, and the non-zeros among them: elements, values before and after any scale.
    private readonly byte[] _gapChunk = new byte[Chunk];
    private readonly byte[] _valueChunk = new byte[Chunk];
    private readonly int[] _positions = new int[Chunk];
    private readonly float[] _plain = new float[Chunk];
    private readonly float[] _scaled = new float[Chunk];
    private Constant _k;
    private PayloadReader _gapReader;
    private PayloadReader _valueReader;
    private int _gapsLeft;
    private int _valuesLeft;
    private int _ahead;
    private int _at;

    // Row of the last non-zero, and its column among those that gaps count.
    private int _row;
    private int _live;

    /// <summary>Stands before the first non-zero.</summary>
    /// <param name="file">The file; it must stay where it is.</param>
    /// <param name="k">A constant of the file in a sparse encoding.</param>
    public NonZeroDecoder(Bytes file, in Constant k)
    {
        _file = file;
        _k = k;
        _gaps = SymbolDecoder.Of(file, k.Gaps, RangeCoder.GapLevels);
        bool floats = Sparse.HasFloats(ref _k);
        _values = floats ? null : SymbolDecoder.Of(file, k.Values, RangeCoder.ValueLevels);
        _table = floats ? [] : SymbolValues.Of(file, ref _k);
        _skip = (1 << k.Gaps.Bits) - 1;
        int live = k.LiveAt;
        _columns = [.. Enumerable.Range(0, k.NonZeros == 0 ? 0 : k.RowLength).Where(c => live < 0 || BitStream.Element(file, live, c, 1) != 0)];
        Reset();
    }

    /// <summary>Bytes of the tables.</summary>
    public int TableBytes => _gaps.TableBytes + (_values?.TableBytes ?? 0) + sizeof(float) * (_table.Length + _columns.Length + 3 * Chunk) + 2 * Chunk;

    /// <summary>Element of the current non-zero, counted through the whole matrix.</summary>
    public int Position => _positions[_at];

    /// <summary>Its value.</summary>
    public float Value => _scaled[_at];

    /// <summary>Its integer, before any scale, where the constant has integers.</summary>
    public int Integer => (int)_plain[_at];

    /// <summary>Goes back before the first non-zero.</summary>
    public void Reset()
    {
        _gapsLeft = _columns.Length == 0 ? 0 : _k.Gaps.Count;
        _valuesLeft = _k.NonZeros;
        _ahead = _at = _row = 0;
        _live = -1;
        ref SymbolStream payload = ref Sparse.Shared(ref _k) ? ref _k.Values : ref _k.Gaps;
        _gaps.Open(_file + payload.DataAt, payload.DataBytes, out _gapReader);
        _values?.Open(_file + _k.Values.DataAt, _k.Values.DataBytes, out _valueReader);
    }

    /// <summary>Moves to the next non-zero.</summary>
    /// <returns>False after the last.</returns>
    public bool Next() => ++_at < _ahead || ReadAhead();

    // Finds non-zeros; false when there are no more.
    private bool ReadAhead()
    {
        _at = _ahead = 0;
        while (_ahead == 0 && _gapsLeft > 0 && _valuesLeft > 0)
        {
            int count = Math.Min(Chunk, _gapsLeft);
            _gapsLeft -= count;
            ReadSymbols(count);
            Place(count);
        }

        return _ahead > 0;
    }

    private void ReadSymbols(int count)
    {
        fixed (byte* gaps = _gapChunk, values = _valueChunk)
        {
            if (Sparse.Shared(ref _k))
            {
                _gaps.ReadPairs(ref _valueReader, _values!, _skip, gaps, values, count);
                return;
            }

            _gaps.Read(ref _gapReader, gaps, count);
            _values?.Read(ref _valueReader, values, count - new ReadOnlySpan<byte>(gaps, count).Count((byte)_skip));
        }
    }

    // Turns symbols into non-zeros, up to the end of the matrix.
    private void Place(int count)
    {
        int live = _live, row = _row, ahead = 0, most = _valuesLeft, columns = _columns.Length;
        float scale = 0f;
        for (int i = 0, scaled = -1; i < count && ahead < most; i++)
        {
            int gap = _gapChunk[i];
            live += gap == _skip ? gap : gap + 1;
            for (; live >= columns; live -= columns) row++;
            if (row >= _k.Rows) break;
            if (gap == _skip) continue;
            if (row != scaled) scale = Scales.Of(_file, ref _k, scaled = row);
            float value = _values != null ? _table[_valueChunk[ahead]] : FloatAt(_k.NonZeros - most + ahead);
            _positions[ahead] = row * _k.RowLength + _columns[live];
            _plain[ahead] = value;
            _scaled[ahead++] = value * scale;
        }

        _live = live;
        _row = row;
        _ahead = ahead;
        _valuesLeft = row < _k.Rows ? most - ahead : 0;
    }

    private float FloatAt(int index)
        => _k.Encoding == EncodingId.SparseFloat16 ? HalfFloat.At(_file, _k.DataAt + 2 * index) : Port.ToFloat(Port.Word(_file, _k.DataAt + 4 * index));
}
