using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Arithmetic on each float by itself, eight at a time; from and end are elements.</summary>
public static unsafe class FloatElements
{
    /// <summary>Names of the kernels.</summary>
    public const string ReluName = "relu_1x8__vector256", AddName = "add_1x8__vector256";

    private const int Lanes = 8;

    /// <summary>y = max(x, 0); 0 where x is not a number.</summary>
    public static void Relu(float* x, float* y, int from, int end)
    {
        for (; from + Lanes <= end; from += Lanes)
        {
            Vector256<float> v = Vector256.Load(x + from);
            (v & Vector256.GreaterThan(v, default)).Store(y + from);
        }

        for (; from < end; from++) y[from] = x[from] > 0f ? x[from] : 0f;
    }

    /// <summary>y = a + b.</summary>
    public static void Add(float* a, float* b, float* y, int from, int end)
    {
        for (; from + Lanes <= end; from += Lanes) (Vector256.Load(a + from) + Vector256.Load(b + from)).Store(y + from);
        for (; from < end; from++) y[from] = a[from] + b[from];
    }
}
