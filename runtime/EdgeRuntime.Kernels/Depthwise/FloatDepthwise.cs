using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Depthwise float convolution: one weight a channel and kernel position, eight channels a vector, four pixels at a time, in the portable order of sums.</summary>
public sealed unsafe class FloatDepthwise : IDisposable
{
    private const int Lanes = 8;
    private const int Windows = 4;

    private readonly ConvolutionShape shape;
    private readonly WindowGrid grid;
    private readonly nint[] offsets;
    private readonly float[] biases;
    private float* weights;
    private float* padded;

    /// <param name="shape">Geometry; as many groups as input and output channels.</param>
    /// <param name="biases">One a channel.</param>
    public FloatDepthwise(in ConvolutionShape shape, float[] biases)
    {
        this.shape = shape;
        this.biases = biases;
        grid = new WindowGrid(shape, 1);
        offsets = Array.ConvertAll(grid.Segments, s => s.Offset);
        weights = (float*)NativeMemory.AlignedAlloc((nuint)offsets.Length * (nuint)shape.Channels * sizeof(float), 64);
        if (grid.IsImage) return;
        padded = (float*)NativeMemory.AlignedAlloc((nuint)grid.Length * sizeof(float), 64);
        NativeMemory.Clear(padded, (nuint)grid.Length * sizeof(float));
    }

    ~FloatDepthwise() => Free();

    public const string Name = "fp32_depthwise_4x8__vector256";

    /// <summary>Units of <see cref="Pad"/> and of <see cref="Run"/>.</summary>
    public int PadUnits => padded == null ? 0 : shape.Batch * shape.Height;

    public int Units => shape.Batch * shape.OutHeight;

    /// <summary>Whether a geometry is depthwise.</summary>
    public static bool Takes(in ConvolutionShape s) => s.GroupChannels == 1 && s.GroupOutChannels == 1 && s.Channels > 1;

    /// <summary>Puts the weights [position] of a channel in place.</summary>
    public void SetRow(int channel, ReadOnlySpan<float> row)
    {
        for (int p = 0; p < row.Length; p++) weights[(nint)p * shape.Channels + channel] = row[p];
    }

    /// <summary>Copies rows of the image between its borders.</summary>
    public void Pad(float* x, int from, int end)
    {
        int length = shape.Width * shape.Channels;
        for (int row = from; row < end; row++) new ReadOnlySpan<float>(x + (nint)row * length, length).CopyTo(new Span<float>(padded + grid.RowAt(row), length));
    }

    /// <summary>Computes output rows, bias and activation included.</summary>
    public void Run(float* x, float* y, int activation, int from, int end)
    {
        if (padded != null) x = padded;
        nint step = (nint)shape.StrideW * grid.PixelStep;
        fixed (nint* at = offsets)
        fixed (float* bias = biases)
        {
            for (int row = from; row < end; row++)
            {
                float* window = x + grid.WindowRow(row), to = y + (nint)row * shape.OutWidth * shape.OutChannels;
                int ox = 0;
                for (; ox + Windows <= shape.OutWidth; ox += Windows, window += Windows * step, to += Windows * shape.OutChannels)
                {
                    int c = 0;
                    for (; c + Lanes <= shape.Channels; c += Lanes) Four(window + c, step, at, weights + c, Vector256.Load(bias + c), activation, to + c);
                    for (int i = 0; i < Windows; i++) Tail(window + i * step, c, at, bias, activation, to + i * shape.OutChannels);
                }

                for (; ox < shape.OutWidth; ox++, window += step, to += shape.OutChannels) Tail(window, 0, at, bias, activation, to);
            }
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Four(float* x, nint step, nint* at, float* w, Vector256<float> bias, int activation, float* y)
    {
        Vector256<float> a = default, b = default, c = default, d = default;
        int positions = offsets.Length;
        nint channels = shape.Channels;
        for (int p = 0; p < positions; p++, w += channels)
        {
            float* from = x + at[p];
            Vector256<float> v = Vector256.Load(w);
            a += Vector256.Load(from) * v;
            b += Vector256.Load(from + step) * v;
            c += Vector256.Load(from + 2 * step) * v;
            d += Vector256.Load(from + 3 * step) * v;
        }

        Activate(a + bias, activation).Store(y);
        Activate(b + bias, activation).Store(y + channels);
        Activate(c + bias, activation).Store(y + 2 * channels);
        Activate(d + bias, activation).Store(y + 3 * channels);
    }

    private void Tail(float* x, int channel, nint* at, float* bias, int activation, float* y)
    {
        for (; channel + Lanes <= shape.Channels; channel += Lanes)
        {
            Vector256<float> sum = default;
            for (int p = 0; p < offsets.Length; p++) sum += Vector256.Load(x + at[p] + channel) * Vector256.Load(weights + (nint)p * shape.Channels + channel);
            Activate(sum + Vector256.Load(bias + channel), activation).Store(y + channel);
        }

        for (; channel < shape.Channels; channel++)
        {
            float sum = 0f;
            for (int p = 0; p < offsets.Length; p++) sum += x[at[p] + channel] * weights[(nint)p * shape.Channels + channel];
            y[channel] = ConvolutionFloat.Activate(sum + bias[channel], activation);
        }
    }

    private static Vector256<float> Activate(Vector256<float> v, int activation)
    {
        if (activation == 0) return v;
        v = Vector256.ConditionalSelect(Vector256.GreaterThan(v, default), v, default);
        Vector256<float> six = Vector256.Create(6f);
        return activation == 2 ? Vector256.ConditionalSelect(Vector256.GreaterThan(v, six), six, v) : v;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(weights);
        NativeMemory.AlignedFree(padded);
        weights = padded = null;
    }
}
