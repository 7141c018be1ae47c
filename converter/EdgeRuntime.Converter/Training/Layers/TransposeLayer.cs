namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Dimensions in another order; the batch stays first.</summary>
internal sealed class TransposeLayer(LayerPlan plan) : GatherLayer(plan)
{
    protected override int[] Table()
    {
        int[] permutation = Node.Attributes.Ints("perm"), strides = IndexMap.Strides(X.Shape);
        if (permutation[0] != 0) throw Refuse("it moves the batch dimension");
        int[] read = new int[permutation.Length];
        for (int d = 0; d < read.Length; d++) read[d] = strides[permutation[d]];
        return IndexMap.Build(Output.Shape, index => IndexMap.Dot(index, read));
    }
}
