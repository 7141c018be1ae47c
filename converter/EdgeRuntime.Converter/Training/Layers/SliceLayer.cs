namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Every step-th position from a start on, in each dimension but the batch.</summary>
internal sealed class SliceLayer(LayerPlan plan) : GatherLayer(plan)
{
    protected override int[] Table()
    {
        int[] starts = Node.Attributes.Ints("starts"), steps = Node.Attributes.Ints("steps"), strides = IndexMap.Strides(X.Shape);
        if (starts[0] != 0) throw Refuse("it cuts the batch dimension");
        return IndexMap.Build(Output.Shape, index =>
        {
            int at = 0;
            for (int d = 0; d < index.Length; d++) at += (starts[d] + index[d] * steps[d]) * strides[d];
            return at;
        });
    }
}
