using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>1 / (1 + e^-x).</summary>
public static unsafe class Sigmoid
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            f.Floats[f.Out.Offset + i] = Functions.Sigmoid(x);
        }
    }
}
