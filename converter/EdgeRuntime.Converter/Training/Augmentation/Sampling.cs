using System;

namespace EdgeRuntime.Converter.Training.Augmentation;

/// <summary>Reads pictures between their pixels; outside they are 0, the background of the training sets.</summary>
internal static class Sampling
{
    /// <summary>Writes to pixel (<paramref name="toY"/>, <paramref name="toX"/>) what lies at (<paramref name="y"/>, <paramref name="x"/>), a mean of four neighbours.</summary>
    public static void Bilinear(
        ReadOnlySpan<float> from, Span<float> to, int height, int width, int channels, int toY, int toX, float y, float x)
    {
        int top = (int)MathF.Floor(y), left = (int)MathF.Floor(x);
        float fy = y - top, fx = x - left;
        Span<float> pixel = to.Slice((toY * width + toX) * channels, channels);
        pixel.Clear();
        for (int corner = 0; corner < 4; corner++)
        {
            int iy = top + (corner >> 1), ix = left + (corner & 1);
            if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
            float weight = (corner < 2 ? 1 - fy : fy) * ((corner & 1) == 0 ? 1 - fx : fx);
            ReadOnlySpan<float> source = from.Slice((iy * width + ix) * channels, channels);
            for (int c = 0; c < channels; c++) pixel[c] += weight * source[c];
        }
    }
}
