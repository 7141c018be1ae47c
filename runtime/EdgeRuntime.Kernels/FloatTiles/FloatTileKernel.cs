using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>
/// One set of tiles for float convolutions, dense layers and the matrix products of training. A sum has one accumulator that walks k in order and
/// rounds product and sum apart, so all kernels give the same bits.
/// </summary>
public sealed unsafe class FloatTileKernel : IKernel
{
    /// <summary>Most rows of any kernel.</summary>
    public const int MaxRows = 8;

    /// <summary>Panels of <see cref="One"/>.</summary>
    public const int Panels = 4;

    private readonly delegate*<FloatTile*, void> full;
    private readonly delegate*<FloatTile*, void> half;
    private readonly delegate*<float*, Segment*, int, float*, nint, float*, void> one;

    private FloatTileKernel(string name, bool isSupported, int rows, delegate*<FloatTile*, void> full, delegate*<FloatTile*, void> half, delegate*<float*, Segment*, int, float*, nint, float*, void> one)
    {
        Name = name;
        IsSupported = isSupported;
        Rows = rows;
        this.full = full;
        this.half = half;
        this.one = one;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<FloatTileKernel> All { get; } =
    [
        new("fp32_8x16__vector512", FloatTilesVector512.IsSupported, FloatTilesVector512.Rows, &FloatTilesVector512.Full, &FloatTilesVector512.Half, &FloatTilesVector512.One),
        new("fp32_6x16__vector256", FloatTilesVector256.IsSupported, FloatTilesVector256.Rows, &FloatTilesVector256.Full, &FloatTilesVector256.Half, &FloatTilesVector256.One),
        new("fp32_4x16__vector128", FloatTilesVector128.IsSupported, FloatTilesVector128.Rows, &FloatTilesVector128.Full, &FloatTilesVector128.Half, &FloatTilesVector128.One),
        new("fp32_4x16__portable", true, FloatTilesPortable.Rows, &FloatTilesPortable.Full, &FloatTilesPortable.Half, &FloatTilesPortable.One),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static FloatTileKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>Rows of a tile.</summary>
    public int Rows { get; }

    /// <summary>Adds a tile's products.</summary>
    public void Full(FloatTile* tile) => full(tile);

    /// <summary>As <see cref="Full"/> for columns 0 to 7; the others are left alone.</summary>
    public void Half(FloatTile* tile) => half(tile);

    /// <summary>One row by <see cref="Panels"/> panels, <paramref name="step"/> floats apart: sums[panel * 16 + lane] go on from what they are.</summary>
    public void One(float* row, Segment* segments, int count, float* panel, nint step, float* sums) => one(row, segments, count, panel, step, sums);
}
