using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Tensors joined along one axis.</summary>
public static unsafe class Concat
{
    /// <summary>All inputs of one kind, equal in every other dimension.</summary>
    public static void Check(ref Frame f, int kind)
    {
        Frames.Elementwise(ref f, kind, kind);
        Frames.Require(ref f, f.Op.Axis < f.X.Rank, Status.WrongAttribute, f.Op.Axis, f.X.Rank);
        // The registers of the inputs are read again when the operation runs, after the output's was written.
        Frames.Require(ref f, f.Op.Input0 != f.Op.Output, Status.WrongRegister, f.Op.Output, f.Registers);
        int length = Tensors.Dim(ref f.X, f.Op.Axis);
        for (int i = 1; i < f.Op.InputCount && f.Fault == Status.Ok; i++)
        {
            Registers.Load(ref f, f.File[f.Op.InputsAt + i], ref f.Y);
            Frames.Require(ref f, f.File[f.Op.InputsAt + i] != f.Op.Output, Status.WrongRegister, f.Op.Output, f.Registers);
            Frames.Require(ref f, f.Y.Kind == kind, Status.WrongKind, f.Y.Kind, kind);
            Frames.Require(ref f, f.Y.Rank == f.X.Rank, Status.WrongShape, f.Y.Rank, f.X.Rank);
            for (int d = 0; d < f.X.Rank; d++)
                Frames.Require(ref f, d == f.Op.Axis || Tensors.Dim(ref f.Y, d) == Tensors.Dim(ref f.X, d), Status.WrongShape, Tensors.Dim(ref f.Y, d), Tensors.Dim(ref f.X, d));
            length += Tensors.Dim(ref f.Y, f.Op.Axis);
            Frames.Require(ref f, length <= Limits.Elements, Status.LimitExceeded, length, Limits.Elements);
        }

        if (f.Fault == Status.Ok) Sixes.Set(ref f.Out.Shape, f.Op.Axis, length);
    }

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
                    f.Floats[at + o * row + j] = f.Floats[f.Y.Offset + o * part + j];
            at += part;
        }
    }
}
