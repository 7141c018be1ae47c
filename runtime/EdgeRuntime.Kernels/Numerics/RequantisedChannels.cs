using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>How the int32 sums of many channels become int8 values, laid out for vectors: the same values as <see cref="ConvolutionInt8.Finish"/>.</summary>
public sealed unsafe class RequantisedChannels : IDisposable
{
    /// <summary>Channels of a step.</summary>
    public const int Lanes = 16;

    private readonly Requantisation[] outputs;
    private readonly int stride;
    private readonly bool vectors;

    // Rows of one number a channel: bias, multiplier, left shift and one more, then the operands of the rounding division.
    private int* data;

    /// <param name="outputs">One a channel; zero point and clamp are those of the first.</param>
    /// <param name="largestSum">Largest magnitude of a sum.</param>
    public RequantisedChannels(Requantisation[] outputs, long largestSum)
    {
        this.outputs = outputs;
        stride = outputs.Length + Lanes;
        vectors = FixedPointAvx2.IsSupported && Array.TrueForAll(outputs, q => q.Shift > -31 && largestSum + Math.Abs((long)q.Bias) <= FixedPointAvx2.Most >> Math.Max(q.Shift, 0));
        data = (int*)NativeMemory.AllocZeroed((nuint)stride * 6 * sizeof(int));
        for (int i = 0; i < outputs.Length && vectors; i++)
        {
            int exponent = Math.Max(-outputs[i].Shift, 0);
            (int half, uint sign) = FixedPointAvx2.Rounding(exponent);
            data[i] = outputs[i].Bias;
            data[stride + i] = outputs[i].Multiplier;
            data[2 * stride + i] = Math.Max(outputs[i].Shift, 0) + 1;
            data[3 * stride + i] = half;
            data[4 * stride + i] = (int)sign;
            data[5 * stride + i] = exponent;
        }
    }

    ~RequantisedChannels() => NativeMemory.Free(data);

    /// <summary>Largest magnitude of a sum of so many products of an int8 weight and an int8 input less its zero point.</summary>
    public static long LargestSum(long products) => products * 128 * 255;

    /// <summary>Writes up to <see cref="Lanes"/> neighbouring channels.</summary>
    /// <param name="sums">Their sums; 16 are readable.</param>
    /// <param name="channel">First channel.</param>
    /// <param name="count">Channels.</param>
    /// <param name="y">Receives them.</param>
    public void Store(int* sums, int channel, int count, sbyte* y)
    {
        ref Requantisation first = ref outputs[0];
        if (!vectors)
        {
            for (int c = 0; c < count; c++)
            {
                ref Requantisation q = ref outputs[channel + c];
                int v = FixedPoint.Rescale(sums[c] + q.Bias, q.Multiplier, q.Shift) + q.ZeroPoint;
                y[c] = (sbyte)FixedPoint.Clamp(v, q.ClampMin, q.ClampMax);
            }

            return;
        }

        Vector128<sbyte> packed = FixedPointAvx2.Pack(Rescaled(sums, data + channel), Rescaled(sums + 8, data + channel + 8), Vector256.Create((short)first.ZeroPoint), Vector128.Create((sbyte)first.ClampMin), Vector128.Create((sbyte)first.ClampMax));
        if (count >= Lanes)
        {
            packed.Store(y);
            return;
        }

        sbyte* all = stackalloc sbyte[Lanes];
        packed.Store(all);
        int i = 0;
        if (count >= Lanes / 2)
        {
            packed.GetLower().Store(y);
            i = Lanes / 2;
        }

        for (; i < count; i++) y[i] = all[i];
    }

    public void Dispose()
    {
        NativeMemory.Free(data);
        data = null;
        GC.SuppressFinalize(this);
    }

    private Vector256<int> Rescaled(int* sums, int* at)
    {
        nint row = stride;
        Vector256<int> v = Avx2.ShiftLeftLogicalVariable(Avx2.Add(Avx.LoadVector256(sums), Avx.LoadVector256(at)), Avx.LoadVector256((uint*)at + 2 * row));
        v = FixedPointAvx2.Multiply(v, Avx.LoadVector256(at + row), Avx.LoadVector256(at + row + 1));
        return FixedPointAvx2.Divide(v, Avx.LoadVector256(at + 3 * row), Avx.LoadVector256((uint*)at + 4 * row), Avx.LoadVector256((uint*)at + 5 * row));
    }
}
