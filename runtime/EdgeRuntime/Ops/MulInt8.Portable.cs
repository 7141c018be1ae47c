using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Product of two int8 tensors of equal shape: the arithmetic of the TensorFlow Lite reference.</summary>
public static unsafe class MulInt8
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            int product = (f.Int8[f.X.Offset + i] - f.Op.ZeroPoint0) * (f.Int8[f.Y.Offset + i] - f.Op.ZeroPoint1);
            int v = FixedPoint.Rescale(product, f.Op.MultiplierOut, f.Op.ShiftOut) + f.Op.ZeroPointOut;
            f.Int8[f.Out.Offset + i] = (sbyte)FixedPoint.Clamp(v, f.Op.ClampMin, f.Op.ClampMax);
        }
    }
}
