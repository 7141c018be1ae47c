using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Int8 under another scale and zero point.</summary>
public static unsafe class Requantize
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++) f.Int8[f.Out.Offset + i] = Of(ref f.Op, f.Int8[f.X.Offset + i]);
    }

    /// <summary>One element.</summary>
    public static sbyte Of(ref Operation o, int x)
    {
        int v = FixedPoint.Rescale(x - o.ZeroPoint0, o.MultiplierOut, o.ShiftOut) + o.ZeroPointOut;
        return (sbyte)FixedPoint.Clamp(v, o.ClampMin, o.ClampMax);
    }
}
