using System.Linq;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Operands one after the other along an axis that is not the batch.</summary>
internal sealed unsafe class ConcatLayer : Layer
{
    private readonly int axis, outer;

    public ConcatLayer(LayerPlan plan) : base(plan)
    {
        axis = Node.Attributes.Int("axis");
        if (axis < 0) axis += Output.Shape.Length;
        if (axis == 0) throw Refuse("it joins along the batch dimension");
        outer = Product(Output.Shape[..axis]);
    }

    public override void Forward(Pass pass) => EachSample(pass.Batch, sample =>
    {
        float* y = Output.Sample(sample);
        for (int o = 0; o < outer; o++)
        {
            for (int input = 0; input < Inputs.Length; input++)
            {
                int block = Block(input);
                Elementwise.Copy(Inputs[input]!.Sample(sample) + (long)o * block, y, block);
                y += block;
            }
        }
    });

    public override void Backward(Pass pass) => EachSample(pass.Batch, sample =>
    {
        float* dy = OutputGradient!.Sample(sample);
        for (int o = 0; o < outer; o++)
        {
            for (int input = 0; input < Inputs.Length; input++)
            {
                int block = Block(input);
                if (InputGradients[input] is { } dx) Elementwise.Copy(dy, dx.Sample(sample) + (long)o * block, block);
                dy += block;
            }
        }
    });

    private int Block(int input) => Product(Inputs[input]!.Shape[axis..]);

    private static int Product(int[] sizes) => sizes.Aggregate(1, (a, b) => a * b);
}
