namespace EdgeRuntime;

/// <summary><see cref="Pad"/> over int8; the fill value is an integer.</summary>
public static unsafe class PadInt8
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.Out);
        for (int i = 0; i < count; i++)
        {
            int from = Pad.Source(ref f, i);
            f.Int8[f.Out.Offset + i] = from < 0 ? (sbyte)f.Op.ZeroPoint0 : f.Int8[from];
        }
    }
}
