using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Sum of two int8 tensors of equal shape, each under its own scale: the arithmetic of the TensorFlow Lite reference.</summary>
public static unsafe class AddInt8
{
    /// <summary>Bits both operands are shifted up by before they are rescaled to a common scale.</summary>
    private const int Headroom = 20;

    public static void Check(ref Frame f)
    {
        Frames.Elementwise(ref f, Kind.Int8, Kind.Int8);
        Frames.Require(ref f, f.Y.Kind == Kind.Int8, Status.WrongKind, f.Y.Kind, Kind.Int8);
        Frames.Require(ref f, Tensors.SameShape(ref f.X, ref f.Y), Status.WrongShape, f.Y.Rank, f.X.Rank);
    }

    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            int a = (f.Int8[f.X.Offset + i] - f.Op.ZeroPoint0) << Headroom;
            int b = (f.Int8[f.Y.Offset + i] - f.Op.ZeroPoint1) << Headroom;
            int sum = FixedPoint.Rescale(a, f.Op.Multiplier0, f.Op.Shift0) + FixedPoint.Rescale(b, f.Op.Multiplier1, f.Op.Shift1);
            int v = FixedPoint.Rescale(sum, f.Op.MultiplierOut, f.Op.ShiftOut) + f.Op.ZeroPointOut;
            f.Int8[f.Out.Offset + i] = (sbyte)FixedPoint.Clamp(v, f.Op.ClampMin, f.Op.ClampMax);
        }
    }
}
