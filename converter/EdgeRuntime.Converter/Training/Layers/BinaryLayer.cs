using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>A function of two operands, element by element, the smaller one repeated by the rules of numpy; gradients of what was repeated are summed.</summary>
internal sealed unsafe class BinaryLayer<TFunction> : Layer
    where TFunction : struct, IBinaryFunction
{
    private readonly int[]? left, right;

    public BinaryLayer(LayerPlan plan) : base(plan)
    {
        left = IndexMap.Broadcast(X.Shape, Output.Shape);
        right = IndexMap.Broadcast(Required(1).Shape, Output.Shape);
        if (!X.Batched && !Required(1).Batched) throw Refuse("both operands are constants");
    }

    public override void Forward(Pass pass) => EachSample(pass.Batch, sample =>
    {
        float* a = X.Sample(sample), b = Inputs[1]!.Sample(sample), y = Output.Sample(sample);
        if (left is null && right is null)
        {
            for (int i = 0; i < Output.Length; i++) y[i] = TFunction.Value(a[i], b[i]);
            return;
        }

        for (int i = 0; i < Output.Length; i++) y[i] = TFunction.Value(a[left is null ? i : left[i]], b[right is null ? i : right[i]]);
    });

    public override void Backward(Pass pass)
    {
        EachSample(pass.Batch, sample =>
        {
            Operand(0, sample, Batched(0, sample), true);
            Operand(1, sample, Batched(1, sample), true);
        });
        for (int operand = 0; operand < 2; operand++)
        {
            if (InputGradients[operand] is not { Batched: false } gradient) continue;
            int which = operand;
            SumOverBatch(pass.Batch, gradient.Length, gradient.Data, (begin, end, sums, _) =>
            {
                for (int sample = begin; sample < end; sample++) Operand(which, sample, sums, false);
            });
        }
    }

    private float* Batched(int operand, int sample) => InputGradients[operand] is { Batched: true } gradient ? gradient.Sample(sample) : null;

    private void Operand(int operand, int sample, float* gradient, bool clear)
    {
        if (gradient == null) return;
        float* a = X.Sample(sample), b = Inputs[1]!.Sample(sample), dy = OutputGradient!.Sample(sample);
        int[]? own = operand == 0 ? left : right;
        if (clear && own is null && typeof(TFunction) == typeof(AddFunction))
        {
            Elementwise.Copy(dy, gradient, Output.Length);
            return;
        }

        if (clear && own is not null) Elementwise.Clear(gradient, Inputs[operand]!.Length);
        for (int i = 0; i < Output.Length; i++)
        {
            (float byA, float byB) = TFunction.Slopes(a[left is null ? i : left[i]], b[right is null ? i : right[i]]);
            float share = dy[i] * (operand == 0 ? byA : byB);
            if (own is not null) gradient[own[i]] += share;
            else if (clear) gradient[i] = share;
            else gradient[i] += share;
        }
    }
}
