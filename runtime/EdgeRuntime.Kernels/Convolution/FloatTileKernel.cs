using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One set of tiles for float convolutions. A tile's sums have one accumulator each and walk the window in the order of the weights.</summary>
public sealed unsafe class FloatTileKernel : IKernel
{
    private readonly delegate*<float**, Segment*, int, float*, float*, void> four;
    private readonly delegate*<float**, Segment*, int, float*, float*, void> fourHalf;
    private readonly delegate*<float*, Segment*, int, float*, nint, float*, void> one;

    private FloatTileKernel(string name, bool isSupported, delegate*<float**, Segment*, int, float*, float*, void> four, delegate*<float**, Segment*, int, float*, float*, void> fourHalf, delegate*<float*, Segment*, int, float*, nint, float*, void> one)
    {
        Name = name;
        IsSupported = isSupported;
        this.four = four;
        this.fourHalf = fourHalf;
        this.one = one;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<FloatTileKernel> All { get; } =
    [
        new("fp32_conv_4x16__avx", FloatTilesAvx.IsSupported, &FloatTilesAvx.Four, &FloatTilesAvx.FourHalf, &FloatTilesAvx.One),
        new("fp32_conv_4x16__vector128", FloatTilesVector128.IsSupported, &FloatTilesVector128.Four, &FloatTilesVector128.FourHalf, &FloatTilesVector128.One),
        new("fp32_conv_4x16__portable", true, &FloatTilesPortable.Four, &FloatTilesPortable.FourHalf, &FloatTilesPortable.One),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static FloatTileKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>Four windows by a panel: sums[window * 16 + lane].</summary>
    public void Four(float** windows, Segment* segments, int count, float* panel, float* sums) => four(windows, segments, count, panel, sums);

    /// <summary>As <see cref="Four"/>, but only lanes 0 to 7 are computed.</summary>
    public void FourHalf(float** windows, Segment* segments, int count, float* panel, float* sums) => fourHalf(windows, segments, count, panel, sums);

    /// <summary>One window by four panels, <paramref name="step"/> floats apart: sums[panel * 16 + lane].</summary>
    public void One(float* window, Segment* segments, int count, float* panel, nint step, float* sums) => one(window, segments, count, panel, step, sums);
}
