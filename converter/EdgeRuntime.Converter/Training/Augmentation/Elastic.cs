using System;
using System.Globalization;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Augmentation;

/// <summary>Elastic distortion: every pixel moves by a random field smoothed with a Gaussian (Simard, Steinkraus, Platt 2003).</summary>
/// <param name="strength">Greatest displacement, in pixels.</param>
/// <param name="smoothness">Standard deviation of the Gaussian, in pixels.</param>
public sealed class Elastic(float strength, float smoothness = 4) : PictureChange
{
    private readonly float[] kernel = Gaussian(smoothness);

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"elastic={strength}/{smoothness}");

    public override void Apply(ReadOnlySpan<float> from, Span<float> to, int height, int width, int channels, ref CounterRandom random)
    {
        float[] dy = Field(height, width, ref random), dx = Field(height, width, ref random);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                Sampling.Bilinear(from, to, height, width, channels, y, x, y + dy[y * width + x], x + dx[y * width + x]);
        }
    }

    private static float[] Gaussian(float deviation)
    {
        int reach = Math.Max(1, (int)MathF.Ceiling(2 * deviation));
        float[] kernel = new float[2 * reach + 1];
        for (int i = 0; i < kernel.Length; i++) kernel[i] = MathF.Exp(-(i - reach) * (i - reach) / (2 * deviation * deviation));
        return kernel;
    }

    private float[] Field(int height, int width, ref CounterRandom random)
    {
        float[] field = new float[height * width];
        for (int i = 0; i < field.Length; i++) field[i] = random.Uniform(-1, 1);
        field = Blur(Blur(field, height, width, 1, width), height, width, width, height);
        float largest = 1e-6f;
        foreach (float v in field) largest = MathF.Max(largest, MathF.Abs(v));
        for (int i = 0; i < field.Length; i++) field[i] *= strength / largest;
        return field;
    }

    // Along the dimension of the given stride and size; outside the field is 0.
    private float[] Blur(float[] field, int height, int width, int stride, int size)
    {
        int reach = kernel.Length / 2;
        float[] result = new float[height * width];
        for (int i = 0; i < result.Length; i++)
        {
            int at = i / stride % size;
            float sum = 0;
            for (int k = Math.Max(-reach, -at); k <= Math.Min(reach, size - 1 - at); k++) sum += kernel[k + reach] * field[i + k * stride];
            result[i] = sum;
        }

        return result;
    }
}
