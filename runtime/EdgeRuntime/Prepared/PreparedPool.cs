using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Pooling, channels side by side.</summary>
internal static unsafe class PreparedPool
{
    private const int FloatLanes = 8;
    private const int Int8Lanes = 32;

    public static PreparedOperation Create(ref Frame f, ConvolutionShape shape, Team team)
    {
        int pixels = shape.Batch * shape.OutHeight * shape.OutWidth;
        int lanes = f.Op.Code == Opcode.MaxPoolInt8 ? Int8Lanes : FloatLanes;
        long cost = 2L * pixels * shape.KernelH * shape.KernelW * (shape.Channels / lanes + 1);
        bool includePad = f.Op.PadFlag != 0;
        return f.Op.Code switch
        {
            Opcode.MaxPool => new ParallelOperation(team, PoolFloatVector.MaxName, cost, [pixels], (ref Frame f, int _, int from, int end, int _) =>
                PoolFloatVector.Max(ref shape, f.Floats + f.X.Offset, f.Floats + f.Out.Offset, from, end)),
            Opcode.AveragePool => new ParallelOperation(team, PoolFloatVector.AverageName, cost, [pixels], (ref Frame f, int _, int from, int end, int _) =>
                PoolFloatVector.Average(ref shape, f.Floats + f.X.Offset, f.Floats + f.Out.Offset, includePad, from, end)),
            Opcode.AveragePoolInt8 => new ParallelOperation(team, PoolInt8Vector.AverageName, cost, [pixels], (ref Frame f, int _, int from, int end, int _) =>
                PoolInt8Vector.Average(ref shape, f.Int8 + f.X.Offset, f.Int8 + f.Out.Offset, from, end)),
            _ => new ParallelOperation(team, PoolInt8Vector.MaxName, cost, [pixels], (ref Frame f, int _, int from, int end, int _) =>
                PoolInt8Vector.Max(ref shape, f.Int8 + f.X.Offset, f.Int8 + f.Out.Offset, from, end)),
        };
    }
}
