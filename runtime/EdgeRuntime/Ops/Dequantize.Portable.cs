namespace EdgeRuntime;

/// <summary>x = scale * (q - zero point).</summary>
public static unsafe class Dequantize
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++) f.Floats[f.Out.Offset + i] = f.Op.Alpha * (f.Int8[f.X.Offset + i] - f.Op.ZeroPoint0);
    }
}
