using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>An int8 operand or result under a scale and zero point.</summary>
public struct Rescaling
{
    public int ZeroPoint;
    public int Multiplier;

    /// <summary>-30 to 30.</summary>
    public int Shift;
}

/// <summary>Elementwise int8 arithmetic, eight elements at a time: clamp(rescale(a) + rescale(b)), or of one operand.</summary>
public static unsafe class RescaledInt8Avx2
{
    private const int Lanes = 8;
    private const int Headroom = 20;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Sums of elements <paramref name="from"/> to <paramref name="end"/> - 1, which stop at a multiple of 8; gives where they stopped.</summary>
    public static int Add(sbyte* x, sbyte* y, sbyte* to, Rescaling a, Rescaling b, Rescaling o, int low, int high, int from, int end)
    {
        Operand left = new(a), right = new(b), result = new(o);
        Vector256<int> least = Vector256.Create(low), most = Vector256.Create(high);
        for (; from + Lanes <= end; from += Lanes)
        {
            Vector256<int> v = Avx2.ShiftLeftLogical(Avx2.Subtract(Avx2.ConvertToVector256Int32(x + from), left.Zero), Headroom);
            Vector256<int> w = Avx2.ShiftLeftLogical(Avx2.Subtract(Avx2.ConvertToVector256Int32(y + from), right.Zero), Headroom);
            v = result.Rescale(Avx2.Add(left.Rescale(v), right.Rescale(w)));
            FixedPointAvx2.Store(Avx2.Max(least, Avx2.Min(most, Avx2.Add(v, result.Zero))), to + from, Lanes);
        }

        return from;
    }

    /// <summary>One operand under another scale; <paramref name="zero"/> is its own zero point.</summary>
    public static int Requantise(sbyte* x, sbyte* to, int zero, Rescaling o, int low, int high, int from, int end)
    {
        Operand result = new(o);
        Vector256<int> least = Vector256.Create(low), most = Vector256.Create(high), own = Vector256.Create(zero);
        for (; from + Lanes <= end; from += Lanes)
        {
            Vector256<int> v = result.Rescale(Avx2.Subtract(Avx2.ConvertToVector256Int32(x + from), own));
            FixedPointAvx2.Store(Avx2.Max(least, Avx2.Min(most, Avx2.Add(v, result.Zero))), to + from, Lanes);
        }

        return from;
    }

    private readonly struct Operand(Rescaling r)
    {
        private readonly Vector256<int> multiplier = Vector256.Create(r.Multiplier);
        private readonly Vector256<uint> left = Vector256.Create((uint)(r.Shift > 0 ? r.Shift : 0));
        private readonly Vector256<uint> right = Vector256.Create((uint)(r.Shift > 0 ? 0 : -r.Shift));

        public readonly Vector256<int> Zero = Vector256.Create(r.ZeroPoint);

        public Vector256<int> Rescale(Vector256<int> v) => FixedPointAvx2.Rescale(v, multiplier, left, right);
    }
}
