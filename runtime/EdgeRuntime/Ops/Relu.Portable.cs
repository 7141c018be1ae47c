namespace EdgeRuntime;

/// <summary>max(x, 0).</summary>
public static unsafe class Relu
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            f.Floats[f.Out.Offset + i] = x > 0f ? x : 0f;
        }
    }
}
