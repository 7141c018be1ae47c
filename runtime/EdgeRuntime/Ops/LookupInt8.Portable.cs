namespace EdgeRuntime;

/// <summary>Any function of one int8 value, as a table of its 256 results (sigmoid, tanh, hard swish, leaky ReLU, ...).</summary>
public static unsafe class LookupInt8
{
    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.X);
        for (int i = 0; i < count; i++) f.Int8[f.Out.Offset + i] = (sbyte)f.File[f.Op.TableAt + f.Int8[f.X.Offset + i] + 128];
    }
}
