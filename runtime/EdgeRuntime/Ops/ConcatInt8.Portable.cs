namespace EdgeRuntime;

/// <summary>Int8 tensors of one scale and zero point joined along one axis.</summary>
public static unsafe class ConcatInt8
{
    public static void Run(ref Frame f)
    {
        int outer = Tensors.Product(ref f.Out, 0, f.Op.Axis);
        int row = Tensors.Product(ref f.Out, f.Op.Axis, f.Out.Rank);
        int at = f.Out.Offset;
        for (int i = 0; i < f.Op.InputCount; i++)
        {
            Registers.Load(ref f, f.File[f.Op.InputsAt + i], ref f.Y);
            int part = Tensors.Product(ref f.Y, f.Op.Axis, f.Y.Rank);
            for (int o = 0; o < outer; o++)
                for (int j = 0; j < part; j++)
                    f.Int8[at + o * row + j] = f.Int8[f.Y.Offset + o * part + j];
            at += part;
        }
    }
}
