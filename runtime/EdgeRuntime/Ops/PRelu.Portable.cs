using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>x where it is not negative, else x * slope; the slope is broadcast to x.</summary>
public static unsafe class PRelu
{
    public static void Check(ref Frame f)
    {
        Broadcast.Check(ref f);
        Frames.Require(ref f, Tensors.SameShape(ref f.X, ref f.Out), Status.WrongShape, f.Y.Rank, f.X.Rank);
    }

    public static void Run(ref Frame f)
    {
        BroadcastWalk w = default;
        Broadcast.Open(ref f, ref w);
        while (Broadcast.Next(ref f, ref w))
        {
            for (int i = 0; i < w.Run; i++)
            {
                float x = f.Floats[w.X + i * w.StepX];
                float y = f.Floats[w.Y + i * w.StepY];
                f.Floats[w.Out + i] = x < 0f ? x * y : x;
            }
        }
    }
}
