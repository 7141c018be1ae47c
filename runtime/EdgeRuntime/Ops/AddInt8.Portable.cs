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
        for (int i = 0; i < count; i++) f.Int8[f.Out.Offset + i] = Of(ref f.Op, f.Int8[f.X.Offset + i], f.Int8[f.Y.Offset + i]);
    }

    /// <summary>One element.</summary>
    public static sbyte Of(ref Operation o, int x, int y)
    {
        int a = (x - o.ZeroPoint0) << Headroom;
        int b = (y - o.ZeroPoint1) << Headroom;
        int sum = FixedPoint.Rescale(a, o.Multiplier0, o.Shift0) + FixedPoint.Rescale(b, o.Multiplier1, o.Shift1);
        int v = FixedPoint.Rescale(sum, o.MultiplierOut, o.ShiftOut) + o.ZeroPointOut;
        return (sbyte)FixedPoint.Clamp(v, o.ClampMin, o.ClampMax);
    }
}
