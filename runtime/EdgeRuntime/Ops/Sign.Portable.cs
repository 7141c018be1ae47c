namespace EdgeRuntime;

/// <summary>-1, 0 or 1.</summary>
public static unsafe class Sign
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            f.Floats[f.Out.Offset + i] = x > 0f ? 1f : x < 0f ? -1f : 0f;
        }
    }
}
