using System;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Matrix product with weights [O, I]: y = x * W^T + b; dW = dy^T * x, db = sum of dy, dx = dy * W.</summary>
internal sealed unsafe class DenseLayer : Layer
{
    private const int RowBlock = 48;

    private readonly FusedActivation activation;
    private readonly int inner, outer, rowsPerSample, columnBlock;
    private readonly AlignedMemory packed;
    private readonly DropConnect dropConnect;

    public DenseLayer(LayerPlan plan) : base(plan)
    {
        (outer, inner) = (Required(1).Shape[0], Required(1).Shape[1]);
        activation = FusedActivation.Of(Node);
        rowsPerSample = Output.Length / outer;
        if (X.Length != rowsPerSample * inner) throw Refuse($"it reads {X.Length} values a sample, but its weights take {inner}");
        columnBlock = 4 * Gemm.PanelColumns;
        dropConnect = new DropConnect(Pool, outer, inner, rowsPerSample, Index);
        long rows = (long)rowsPerSample * Output.Capacity;
        packed = new AlignedMemory(Math.Max(Gemm.PackedLength(inner, outer),
            Math.Max(Gemm.PackedLength(outer, inner), Gemm.PackedLength(checked((int)rows), inner))));
    }

    public override void Forward(Pass pass)
    {
        int rows = pass.Batch * rowsPerSample;
        float* weights = Required(1).Data, x = X.Data, y = Output.Data;
        float* bias = Inputs.Length > 2 && Inputs[2] is { } shift ? shift.Data : null;
        if (pass.DropConnect > 0) dropConnect.Forward(pass, weights, x, y);
        else Product(rows, weights, x, y);
        Pool.Ranges(rows, RowBlock, (begin, end) => activation.Apply(y + (long)begin * outer, end - begin, outer, bias));
    }

    private void Product(int rows, float* weights, float* x, float* y)
    {
        int columnBlocks = Blocks(outer, columnBlock), rowBlocks = Blocks(rows, RowBlock);
        float* b = packed.Pointer;
        Pool.For(columnBlocks, (i, _) =>
        {
            int j = i * columnBlock;
            Gemm.PackB(inner, Math.Min(columnBlock, outer - j), weights + (long)j * inner, 1, inner, b + (long)j * inner);
        });
        Pool.For(columnBlocks * rowBlocks, (item, _) =>
        {
            int j = item / rowBlocks * columnBlock, i = item % rowBlocks * RowBlock;
            Gemm.Multiply(Math.Min(RowBlock, rows - i), Math.Min(columnBlock, outer - j), inner, x + (long)i * inner, inner, 1,
                b + (long)j * inner, y + (long)i * outer + j, outer, false);
        });
    }

    public override void Backward(Pass pass)
    {
        int rows = pass.Batch * rowsPerSample;
        float* dy = OutputGradient!.Data, y = Output.Data;
        Pool.Ranges(rows, RowBlock, (begin, end) => activation.Back(y + (long)begin * outer, dy + (long)begin * outer, (long)(end - begin) * outer));
        if (InputGradients[1] is { } dw)
        {
            if (pass.DropConnect > 0) dropConnect.WeightGradient(pass, X.Data, dy, dw.Data);
            else WeightGradient(rows, dw.Data);
        }

        if (InputGradients.Length > 2 && InputGradients[2] is { } db)
        {
            Elementwise.Clear(db.Data, outer);
            Elementwise.AddRows(dy, rows, outer, db.Data);
        }

        if (InputGradients[0] is not { } dx) return;
        if (pass.DropConnect > 0) dropConnect.InputGradient(pass, Required(1).Data, dy, dx.Data);
        else InputGradient(rows, Required(1).Data, dx.Data);
    }

    private void WeightGradient(int rows, float* dw)
    {
        float* x = X.Data, dy = OutputGradient!.Data, b = packed.Pointer;
        Pool.For(Blocks(inner, columnBlock), (i, _) =>
        {
            int j = i * columnBlock;
            Gemm.PackB(rows, Math.Min(columnBlock, inner - j), x + j, inner, 1, b + (long)j * rows);
        });
        Pool.Ranges(outer, RowBlock, (begin, end) =>
            Gemm.Multiply(end - begin, inner, rows, dy + begin, 1, outer, b, dw + (long)begin * inner, inner, false));
    }

    private void InputGradient(int rows, float* weights, float* dx)
    {
        float* dy = OutputGradient!.Data, b = packed.Pointer;
        Pool.For(Blocks(inner, columnBlock), (i, _) =>
        {
            int j = i * columnBlock, width = Math.Min(columnBlock, inner - j);
            Gemm.PackB(outer, width, weights + j, inner, 1, b + (long)j * outer);
            Gemm.Multiply(rows, width, outer, dy, outer, 1, b + (long)j * outer, dx + j, inner, false);
        });
    }

    private static int Blocks(int n, int size) => (n + size - 1) / size;
}
