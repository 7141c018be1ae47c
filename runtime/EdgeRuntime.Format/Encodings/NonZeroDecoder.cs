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

    // Symbols that are decoded ahead.
    private readonly byte[] _gapChunk = new byte[Chunk];
    private readonly byte[] _valueChunk = new byte[Chunk];
    private Constant _k;
    private PayloadReader _gapReader;
    private PayloadReader _valueReader;
    private int _gapsLeft;
    private int _valuesLeft;
    private int _ahead;
    private int _gapAt;
    private int _valueAt;
    private int _live;
    private float _scale;
    private int _scaleRow;

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
    public int TableBytes => _gaps.TableBytes + (_values?.TableBytes ?? 0) + sizeof(float) * (_table.Length + _columns.Length) + 2 * Chunk;

    /// <summary>Row of the current non-zero.</summary>
    public int Row { get; private set; }

    /// <summary>Its column.</summary>
    public int Column { get; private set; }

    /// <summary>Its value.</summary>
    public float Value { get; private set; }

    /// <summary>Its integer, before any scale, where the constant has integers.</summary>
    public int Integer { get; private set; }

    /// <summary>Goes back before the first non-zero.</summary>
    public void Reset()
    {
        _gapsLeft = _k.Gaps.Count;
        _valuesLeft = _columns.Length == 0 ? 0 : _k.NonZeros;
        _ahead = _gapAt = _valueAt = 0;
        _live = -1;
        Row = 0;
        _scaleRow = -1;
        _scale = 1f;
        ref SymbolStream payload = ref Sparse.Shared(ref _k) ? ref _k.Values : ref _k.Gaps;
        _gaps.Open(_file + payload.DataAt, payload.DataBytes, out _gapReader);
        _values?.Open(_file + _k.Values.DataAt, _k.Values.DataBytes, out _valueReader);
    }

    /// <summary>Moves to the next non-zero.</summary>
    /// <returns>False after the last.</returns>
    public bool Next()
    {
        while (_valuesLeft > 0 && (_gapAt < _ahead || ReadAhead()))
        {
            int gap = _gapChunk[_gapAt++];
            _live += gap == _skip ? gap : gap + 1;
            for (; _live >= _columns.Length; _live -= _columns.Length) Row++;
            if (Row >= _k.Rows) return false;
            if (gap == _skip) continue;
            Column = _columns[_live];
            SetValue(_k.NonZeros - _valuesLeft--);
            return true;
        }

        return false;
    }

    private bool ReadAhead()
    {
        _ahead = Math.Min(Chunk, _gapsLeft);
        _gapsLeft -= _ahead;
        _gapAt = _valueAt = 0;
        fixed (byte* gaps = _gapChunk, values = _valueChunk)
        {
            if (Sparse.Shared(ref _k)) _gaps.ReadPairs(ref _valueReader, _values!, _skip, gaps, values, _ahead);
            else
            {
                _gaps.Read(ref _gapReader, gaps, _ahead);
                _values?.Read(ref _valueReader, values, _ahead - new ReadOnlySpan<byte>(gaps, _ahead).Count((byte)_skip));
            }
        }

        return _ahead > 0;
    }

    private void SetValue(int index)
    {
        if (_values == null)
        {
            Value = _k.Encoding == EncodingId.SparseFloat16 ? HalfFloat.At(_file, _k.DataAt + 2 * index) : Port.ToFloat(Port.Word(_file, _k.DataAt + 4 * index));
            return;
        }

        if (_scaleRow != Row)
        {
            _scaleRow = Row;
            _scale = Scales.Of(_file, ref _k, Row);
        }

        float value = _table[_valueChunk[_valueAt++]];
        Integer = (int)value;
        Value = value * _scale;
    }
}
