namespace EdgeRuntime.Kernels;

/// <summary>Tiles of float convolutions without vectors: what the others must equal.</summary>
public static unsafe class FloatTilesPortable
{
    private const int Windows = 4;

    /// <inheritdoc cref="FloatTileKernel.Four"/>
    public static void Four(float** windows, Segment* segments, int count, float* w, float* sums) => Lanes(windows, segments, count, w, PackedWeights.Panel, sums);

    /// <inheritdoc cref="FloatTileKernel.FourHalf"/>
    public static void FourHalf(float** windows, Segment* segments, int count, float* w, float* sums) => Lanes(windows, segments, count, w, PackedWeights.Panel / 2, sums);

    /// <inheritdoc cref="FloatTileKernel.One"/>
    public static void One(float* window, Segment* segments, int count, float* w, nint step, float* sums)
    {
        for (int panel = 0; panel < Windows; panel++)
            for (int lane = 0; lane < PackedWeights.Panel; lane++) sums[panel * PackedWeights.Panel + lane] = Sum(window, segments, count, w + panel * step + lane);
    }

    private static void Lanes(float** windows, Segment* segments, int count, float* w, int lanes, float* sums)
    {
        for (int i = 0; i < Windows; i++)
            for (int lane = 0; lane < lanes; lane++) sums[i * PackedWeights.Panel + lane] = Sum(windows[i], segments, count, w + lane);
    }

    private static float Sum(float* window, Segment* segments, int count, float* w)
    {
        float sum = 0f;
        for (int s = 0; s < count; s++)
        {
            float* x = window + segments[s].Offset;
            for (nint i = 0; i < segments[s].Length; i++, w += PackedWeights.Panel) sum += x[i] * *w;
        }

        return sum;
    }
}
