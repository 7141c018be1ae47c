namespace EdgeRuntime;

/// <summary>x * clip(x / 6 + 1/2, 0, 1).</summary>
public static unsafe class HardSwish
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            f.Floats[f.Out.Offset + i] = x <= -3f ? 0f : x >= 3f ? x : x * (x + 3f) / 6f;
        }
    }
}
