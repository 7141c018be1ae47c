namespace EdgeRuntime;

/// <summary>clip(Alpha * x + Beta, 0, 1).</summary>
public static unsafe class HardSigmoid
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            f.Floats[f.Out.Offset + i] = Unit(x * f.Op.Alpha + f.Op.Beta);
        }
    }

    private static float Unit(float v) => v < 0f ? 0f : v > 1f ? 1f : v;
}
