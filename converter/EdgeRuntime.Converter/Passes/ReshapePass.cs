using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Turns transposes that move only dimensions of size 1 into Reshape, and lets each Reshape read what the Reshape before it reads.</summary>
public static class ReshapePass
{
    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        foreach (Node node in editor.Nodes.ToArray())
        {
            if (node.Op == Op.Transpose && Shapes.MovesOnlyOnes(node.Inputs[0]!.Shape, node.Attributes.Ints("perm")))
            {
                node.Op = Op.Reshape;
                node.Attributes["perm"] = null;
            }

            if (node.Op != Op.Reshape) continue;
            while (editor.Producer(node.Inputs[0]) is { Op: Op.Reshape } before) editor.SetInput(node, 0, before.Inputs[0]);
            if (Shapes.Same(node.Inputs[0]!.Shape, node.Outputs[0].Shape)) editor.Bypass(node, node.Inputs[0]!);
        }

        editor.Commit();
        return DeadCodePass.Run(graph, options);
    }
}
