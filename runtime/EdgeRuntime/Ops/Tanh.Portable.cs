using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Hyperbolic tangent.</summary>
public static unsafe class Tanh
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            f.Floats[f.Out.Offset + i] = Functions.Tanh(x);
        }
    }
}
