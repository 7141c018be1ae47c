namespace EdgeRuntime;

/// <summary>x limited to Alpha .. Beta; ReLU6 is 0 .. 6.</summary>
public static unsafe class Clip
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++)
        {
            float x = f.Floats[f.X.Offset + i];
            f.Floats[f.Out.Offset + i] = x < f.Op.Alpha ? f.Op.Alpha : x > f.Op.Beta ? f.Op.Beta : x;
        }
    }
}
