using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Removes operations that change nothing: Identity and Dropout (imported as Reshape), and pads, slices, transposes and joins without effect.</summary>
public static class IdentityPass
{
    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        foreach (Node node in editor.Nodes.ToArray())
            if (ChangesNothing(node)) editor.Bypass(node, node.Inputs[0]!);
        editor.Commit();
        return graph;
    }

    private static bool ChangesNothing(Node node) => node.Op switch
    {
        Op.Reshape => Shapes.Same(node.Inputs[0]!.Shape, node.Outputs[0].Shape),
        Op.Transpose => Shapes.IsIdentity(node.Attributes.Ints("perm")),
        Op.Pad => node.Attributes.Ints("pads").All(p => p == 0),
        Op.Slice => Shapes.Same(node.Inputs[0]!.Shape, node.Outputs[0].Shape) && node.Attributes.Ints("steps").Zip(node.Outputs[0].Shape).All(s => s.First > 0 || s.Second == 1),
        Op.Concat => node.Inputs.Count == 1,
        _ => false,
    };
}
