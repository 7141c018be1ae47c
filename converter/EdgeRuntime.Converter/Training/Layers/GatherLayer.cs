using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Each value of a sample's result is one of the sample's values, or a fixed one where the table says -1; gradients go the same way back.</summary>
internal abstract unsafe class GatherLayer(LayerPlan plan, float filling = 0) : Layer(plan)
{
    private int[]? map;

    private int[] Map => map ??= Table();

    public override void Forward(Pass pass)
    {
        int[] table = Map;
        EachSample(pass.Batch, sample =>
        {
            float* x = X.Sample(sample), y = Output.Sample(sample);
            for (int i = 0; i < table.Length; i++) y[i] = table[i] < 0 ? filling : x[table[i]];
        });
    }

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } gradient) return;
        int[] table = Map;
        EachSample(pass.Batch, sample =>
        {
            float* dx = gradient.Sample(sample), dy = OutputGradient!.Sample(sample);
            Elementwise.Clear(dx, X.Length);
            for (int i = 0; i < table.Length; i++)
            {
                if (table[i] >= 0) dx[table[i]] += dy[i];
            }
        });
    }

    /// <summary>Index in the sample that each value of the result reads, or -1.</summary>
    protected abstract int[] Table();
}
