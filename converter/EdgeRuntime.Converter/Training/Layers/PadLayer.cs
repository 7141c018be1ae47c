using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Padding by a constant, the edge, the mirror image without the edge, or the other end.</summary>
internal sealed class PadLayer(LayerPlan plan) : GatherLayer(plan, plan.Node.Attributes.Float("value"))
{
    protected override int[] Table()
    {
        int[] pads = Node.Attributes.Ints("pads"), strides = IndexMap.Strides(X.Shape);
        string mode = Node.Attributes.Text("mode", "constant");
        if (pads[0] != 0 || pads[X.Shape.Length] != 0) throw Refuse("it pads the batch dimension");
        return IndexMap.Build(Output.Shape, index =>
        {
            int at = 0;
            for (int d = 0; d < index.Length; d++)
            {
                int i = Source(index[d] - pads[d], X.Shape[d], mode);
                if (i < 0) return -1;
                at += i * strides[d];
            }

            return at;
        });
    }

    private static int Source(int i, int size, string mode) => mode switch
    {
        "edge" => Math.Clamp(i, 0, size - 1),
        "reflect" => i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i,
        "wrap" => (i % size + size) % size,
        _ => i >= size ? -1 : i,
    };
}
