using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One set of tiles for int8 convolutions and dense layers. Sums of products of 16-bit values in 32 bits are exact in any order.</summary>
public sealed unsafe class Int8TileKernel : IKernel
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Panels of <see cref="One"/>.</summary>
    public const int Panels = 2;

    private readonly delegate*<Int8Tile*, void> full;
    private readonly delegate*<short*, Segment*, int, short*, nint, int*, void> one;

    private Int8TileKernel(string name, bool isSupported, delegate*<Int8Tile*, void> full, delegate*<short*, Segment*, int, short*, nint, int*, void> one)
    {
        Name = name;
        IsSupported = isSupported;
        this.full = full;
        this.one = one;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<Int8TileKernel> All { get; } =
    [
        new("int8_6x16__avxvnni", PairsAvxVnni.IsSupported, &Int8TilesAvx2<PairsAvxVnni>.Full, &Int8TilesAvx2<PairsAvxVnni>.One),
        new("int8_6x16__avx2", PairsAvx2.IsSupported, &Int8TilesAvx2<PairsAvx2>.Full, &Int8TilesAvx2<PairsAvx2>.One),
    ];

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>Adds a tile's products.</summary>
    public void Full(Int8Tile* tile) => full(tile);

    /// <summary>One row by <see cref="Panels"/> panels, <paramref name="step"/> values apart: sums[panel * 16 + lane] += ...</summary>
    public void One(short* row, Segment* segments, int count, short* panel, nint step, int* sums) => one(row, segments, count, panel, step, sums);
}
