using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>q = clamp(round(x / scale) + zero point, -128, 127), ties to even (the ONNX rule).</summary>
public static unsafe class Quantize
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++) f.Int8[f.Out.Offset + i] = Of(f.Floats[f.X.Offset + i], f.Op.Alpha, f.Op.ZeroPoint0);
    }

    /// <summary>One value.</summary>
    public static sbyte Of(float x, float scale, int zeroPoint)
    {
        float v = x / scale;
        if (!(v > -1024f)) return -128;
        if (v > 1024f) return 127;
        return (sbyte)FixedPoint.Clamp(Functions.RoundHalfEven(v) + zeroPoint, -128, 127);
    }
}
