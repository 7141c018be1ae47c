namespace EdgeRuntime;

/// <summary>The larger of x and y with broadcasting.</summary>
public static unsafe class Maximum
{
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
                f.Floats[w.Out + i] = x > y ? x : y;
            }
        }
    }
}
