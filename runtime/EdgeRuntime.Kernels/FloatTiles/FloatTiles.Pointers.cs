namespace EdgeRuntime.Kernels;

/// <summary>Float tiles without vectors: what the others must equal.</summary>
public static unsafe class FloatTilesPortable
{
    /// <inheritdoc cref="FloatTileKernel.Rows"/>
    public const int Rows = 4;

    /// <inheritdoc cref="FloatTileKernel.Full"/>
    public static void Full(FloatTile* t) => Columns(t, PackedWeights.Panel);

    /// <inheritdoc cref="FloatTileKernel.Half"/>
    public static void Half(FloatTile* t) => Columns(t, PackedWeights.Panel / 2);

    /// <inheritdoc cref="FloatTileKernel.One"/>
    public static void One(float* row, Segment* segments, int count, float* w, nint step, float* sums)
    {
        for (int panel = 0; panel < FloatTileKernel.Panels; panel++)
            for (int lane = 0; lane < PackedWeights.Panel; lane++) sums[panel * PackedWeights.Panel + lane] = Sum(sums[panel * PackedWeights.Panel + lane], row, segments, count, 1, w + panel * step + lane);
    }

    private static void Columns(FloatTile* t, int columns)
    {
        for (int i = 0; i < Rows; i++)
        {
            float* sums = t->Sums + i * t->Stride;
            for (int lane = 0; lane < columns; lane++) sums[lane] = Sum(sums[lane], t->Rows[i], t->Segments, t->Count, t->Step, t->Panel + lane);
        }
    }

    private static float Sum(float sum, float* row, Segment* segments, int count, nint step, float* w)
    {
        for (int s = 0; s < count; s++)
        {
            float* x = row + segments[s].Offset;
            for (nint i = 0; i < segments[s].Length; i++, w += PackedWeights.Panel) sum += x[i * step] * *w;
        }

        return sum;
    }
}
