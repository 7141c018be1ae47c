using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary><see cref="Transpose"/> over int8.</summary>
public static unsafe class TransposeInt8
{
    public static void Run(ref Frame f)
    {
        Six strides = default;
        Transpose.Strides(ref f, ref strides);
        int count = Tensors.Count(ref f.Out);
        for (int i = 0; i < count; i++) f.Int8[f.Out.Offset + i] = f.Int8[Strided.Source(ref f.Out, ref strides, f.X.Offset, i)];
    }
}
