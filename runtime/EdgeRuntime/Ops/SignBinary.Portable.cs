namespace EdgeRuntime;

/// <summary>+1 where x is not negative, else -1: the activation of binarised networks, kept as floats.</summary>
public static unsafe class SignBinary
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            f.Floats[f.Out.Offset + i] = x >= 0f ? 1f : -1f;
        }
    }
}
