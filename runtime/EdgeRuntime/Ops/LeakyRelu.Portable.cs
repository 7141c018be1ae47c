namespace EdgeRuntime;

/// <summary>x where it is not negative, else Alpha * x.</summary>
public static unsafe class LeakyRelu
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            f.Floats[f.Out.Offset + i] = x < 0f ? f.Op.Alpha * x : x;
        }
    }
}
