using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>How the int32 sums of many channels become int8 values, laid out for vectors: the same values as <see cref="ConvolutionInt8.Finish"/>.</summary>
public sealed unsafe class RequantisedChannels : IDisposable
{
    private const int Lanes = 8;
    private const int Padding = 16;

    private readonly Requantisation[] outputs;
    private readonly bool vectors;
    private int* data;

    /// <param name="outputs">One a channel; zero point and clamp are those of the first.</param>
    public RequantisedChannels(Requantisation[] outputs)
    {
        this.outputs = outputs;
        Stride = outputs.Length + Padding;
        // Division by 2^31 has a rule of its own.
        vectors = Avx2.IsSupported && Array.TrueForAll(outputs, q => q.Shift > -31);
        data = (int*)NativeMemory.AllocZeroed((nuint)Stride * 4 * sizeof(int));
        for (int i = 0; i < outputs.Length; i++)
        {
            data[i] = outputs[i].Bias;
            data[Stride + i] = outputs[i].Multiplier;
            data[2 * Stride + i] = Math.Max(outputs[i].Shift, 0);
            data[3 * Stride + i] = Math.Max(-outputs[i].Shift, 0);
        }
    }

    ~RequantisedChannels() => NativeMemory.Free(data);

    private int Stride { get; }

    /// <summary>Writes <paramref name="count"/> neighbouring channels.</summary>
    /// <param name="sums">Their sums; readable up to a multiple of 8.</param>
    /// <param name="channel">First channel.</param>
    /// <param name="count">Channels.</param>
    /// <param name="y">Receives them.</param>
    public void Store(int* sums, int channel, int count, sbyte* y)
    {
        int i = 0;
        if (vectors)
        {
            ref Requantisation q = ref outputs[0];
            Vector256<int> zero = Vector256.Create(q.ZeroPoint), low = Vector256.Create(q.ClampMin), high = Vector256.Create(q.ClampMax);
            for (; i < count; i += Lanes)
            {
                int* at = data + channel + i;
                Vector256<int> v = Avx2.Add(Avx.LoadVector256(sums + i), Avx.LoadVector256(at));
                v = FixedPointAvx2.Rescale(v, Avx.LoadVector256(at + Stride), Avx.LoadVector256((uint*)at + 2 * Stride), Avx.LoadVector256((uint*)at + 3 * Stride));
                FixedPointAvx2.Store(Avx2.Max(low, Avx2.Min(high, Avx2.Add(v, zero))), y + i, Math.Min(Lanes, count - i));
            }
        }

        for (; i < count; i++)
        {
            ref Requantisation q = ref outputs[channel + i];
            int v = FixedPoint.Rescale(sums[i] + q.Bias, q.Multiplier, q.Shift) + q.ZeroPoint;
            y[i] = (sbyte)FixedPoint.Clamp(v, q.ClampMin, q.ClampMax);
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(data);
        data = null;
        GC.SuppressFinalize(this);
    }
}
