using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Int8 under another scale and zero point.</summary>
public static unsafe class Requantize
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            int v = FixedPoint.Rescale(f.Int8[f.X.Offset + i] - f.Op.ZeroPoint0, f.Op.MultiplierOut, f.Op.ShiftOut) + f.Op.ZeroPointOut;
            f.Int8[f.Out.Offset + i] = (sbyte)FixedPoint.Clamp(v, f.Op.ClampMin, f.Op.ClampMax);
        }
    }
}
