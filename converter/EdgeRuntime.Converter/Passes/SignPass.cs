using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Sign(Sign(x) + c) with 0 less than c less than 1 is -1 below 0 and +1 from 0 on: <see cref="Op.Binarise"/>, as Larq exports it.</summary>
public static class SignPass
{
    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        foreach (Node outer in editor.Nodes.Where(n => n.Op == Op.Sign).ToArray())
        {
            if (editor.Producer(outer.Inputs[0]) is not { Op: Op.Add } add) continue;
            int constant = add.Inputs[1]!.Constant is not null ? 1 : 0;
            TensorData? offset = add.Inputs[constant]!.Constant;
            if (offset is null || !offset.Floats.All(c => c is > 0 and < 1)) continue;
            if (editor.Producer(add.Inputs[1 - constant]) is not { Op: Op.Sign } inner || !Shapes.Same(inner.Outputs[0].Shape, outer.Outputs[0].Shape)) continue;
            outer.Op = Op.Binarise;
            editor.SetInput(outer, 0, inner.Inputs[0]);
        }

        editor.Commit();
        return DeadCodePass.Run(graph, options);
    }
}
