namespace EdgeRuntime;

/// <summary>min(max(x, Alpha), Beta); ReLU6 is 0 .. 6.</summary>
public static unsafe class Clip
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            if (x < f.Op.Alpha) x = f.Op.Alpha;
            f.Floats[f.Out.Offset + i] = x > f.Op.Beta ? f.Op.Beta : x;
        }
    }
}
