using System;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>How a picture is brought to the size a network expects.</summary>
public enum Resampling
{
    /// <summary>Linear between the four nearest pixel centres, without smoothing when it shrinks (tf.image.resize with antialias=False).</summary>
    Bilinear,

    /// <summary>Mean of the area each new pixel covers.</summary>
    Area,
}

/// <summary>Resizes pictures to float values, which are not rounded.</summary>
public static class Resize
{
    /// <summary>Values 0..255, [<paramref name="height"/>, <paramref name="width"/>, channels].</summary>
    public static float[] ToFloat(Image image, int width, int height, Resampling how)
    {
        if (width < 1 || height < 1 || (long)width * height > Image.MaxPixels)
            throw new ArgumentException($"a picture can be resized to 1 to {Image.MaxPixels} pixels, not {width} x {height}");
        if (width == image.Width && height == image.Height) return Array.ConvertAll(image.Pixels, p => (float)p);
        Taps across = how == Resampling.Area ? Taps.Area(image.Width, width) : Taps.Bilinear(image.Width, width);
        Taps down = how == Resampling.Area ? Taps.Area(image.Height, height) : Taps.Bilinear(image.Height, height);
        return how == Resampling.Area ? Sum(image, across, down) : Interpolate(image, across, down);
    }

    /// <summary>The same, rounded to the nearest byte.</summary>
    public static Image ToImage(Image image, int width, int height, Resampling how)
    {
        byte[] pixels = Array.ConvertAll(ToFloat(image, width, height, how), v => (byte)Math.Clamp((int)MathF.Floor(v + 0.5f), 0, 255));
        return new Image(width, height, image.Channels, pixels);
    }

    // In the order of TensorFlow's kernel, a + (b - a) * t along x, then along y, so that the bits agree.
    private static float[] Interpolate(Image image, Taps across, Taps down)
    {
        int channels = image.Channels, width = across.Count, height = down.Count;
        byte[] source = image.Pixels;
        float[] result = new float[width * height * channels];
        for (int y = 0; y < height; y++)
        {
            int top = down.First[y] * image.Width, bottom = Math.Min(down.First[y] + 1, image.Height - 1) * image.Width;
            float v = down.Fraction[y];
            for (int x = 0; x < width; x++)
            {
                int left = across.First[x], right = Math.Min(left + 1, image.Width - 1);
                float u = across.Fraction[x];
                for (int c = 0; c < channels; c++)
                {
                    float a = source[(top + left) * channels + c], b = source[(top + right) * channels + c];
                    float p = source[(bottom + left) * channels + c], q = source[(bottom + right) * channels + c];
                    float upper = a + (b - a) * u;
                    float lower = p + (q - p) * u;
                    result[(y * width + x) * channels + c] = upper + (lower - upper) * v;
                }
            }
        }

        return result;
    }

    private static float[] Sum(Image image, Taps across, Taps down)
    {
        int channels = image.Channels, width = across.Count, height = down.Count;
        byte[] source = image.Pixels;
        float[] result = new float[width * height * channels];
        float[] row = new float[image.Width * channels];
        for (int y = 0; y < height; y++)
        {
            Array.Clear(row);
            for (int k = 0; k < down.Weights[y].Length; k++)
            {
                int from = (down.First[y] + k) * row.Length;
                for (int i = 0; i < row.Length; i++) row[i] += source[from + i] * down.Weights[y][k];
            }

            for (int x = 0; x < width; x++)
            {
                float[] weights = across.Weights[x];
                for (int c = 0; c < channels; c++)
                {
                    float sum = 0;
                    for (int k = 0; k < weights.Length; k++) sum += row[(across.First[x] + k) * channels + c] * weights[k];
                    result[(y * width + x) * channels + c] = sum;
                }
            }
        }

        return result;
    }

    /// <summary>Along one axis, the source pixels each new pixel draws from.</summary>
    private sealed record Taps(int[] First, float[] Fraction, float[][] Weights)
    {
        public int Count => First.Length;

        // Pixel centres lie at half positions: source = (i + 0.5) * from / to - 0.5.
        public static Taps Bilinear(int from, int to)
        {
            int[] first = new int[to];
            float[] fraction = new float[to];
            float scale = from / (float)to;
            for (int i = 0; i < to; i++)
            {
                float at = (i + 0.5f) * scale - 0.5f;
                float floor = MathF.Floor(at);
                first[i] = Math.Clamp((int)floor, 0, from - 1);
                // Before the first centre both neighbours are pixel 0.
                fraction[i] = floor < 0 ? 0 : at - floor;
            }

            return new Taps(first, fraction, []);
        }

        // New pixel i covers [i * from, (i + 1) * from) in units of 1 / to source pixels: exact in integers.
        public static Taps Area(int from, int to)
        {
            int[] first = new int[to];
            float[][] weights = new float[to][];
            for (int i = 0; i < to; i++)
            {
                long start = (long)i * from, end = start + from;
                first[i] = (int)(start / to);
                weights[i] = new float[(int)((end + to - 1) / to) - first[i]];
                for (int k = 0; k < weights[i].Length; k++)
                {
                    long left = Math.Max(start, (long)(first[i] + k) * to), right = Math.Min(end, (long)(first[i] + k + 1) * to);
                    weights[i][k] = (right - left) / (float)from;
                }
            }

            return new Taps(first, [], weights);
        }
    }
}
