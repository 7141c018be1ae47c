namespace EdgeRuntime.Format;

/// <summary>A position in a weight matrix that is decoded in order, tile by tile.</summary>
public unsafe struct WeightCursor
{
    public Bytes File;

    /// <summary>Contexts of the range coder: <see cref="Constants.StateWords"/> words from <see cref="StateAt"/>.</summary>
    public Words State;
    public int StateAt;

    public SymbolReader Values;

    /// <summary>Sparse: the gap stream, unless it shares the payload of the values.</summary>
    public SymbolReader Gaps;

    /// <summary>Next element, counted through the whole matrix.</summary>
    public int Next;

    /// <summary>Row that scales are being taken from, and the element that ends it.</summary>
    public int Row;
    public int RowEnd;

    /// <summary>Sparse: gap symbols and values not yet read, and whether the value at <see cref="Position"/> has yet to be placed in a tile.</summary>
    public int GapsLeft;
    public int ValuesLeft;
    public bool Pending;

    /// <summary>Sparse: element of the current non-zero, counted through the whole matrix.</summary>
    public int Position;

    /// <summary>Sparse with live columns: column of <see cref="Position"/>.</summary>
    public int Column;

    /// <summary>Sparse: the current non-zero with its scale applied.</summary>
    public float Value;

    /// <summary>Sparse: the current non-zero as an integer, before any scale.</summary>
    public int Integer;
}
