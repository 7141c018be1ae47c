using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Evaluates nodes that read constants only.</summary>
public static class ConstantFoldingPass
{
    private const int MaxElements = 1 << 24;

    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        foreach (Node node in editor.Nodes.ToArray())
        {
            Value result = node.Outputs[0];
            bool constant = node.Inputs.All(v => v is null || v.Constant is not null);
            if (!constant || editor.IsOutput(result) || node.Op == Op.Conv || Shapes.Count(result.Shape) > MaxElements) continue;
            result.Constant = ReferenceOps.Evaluate(node, [.. node.Inputs.Select(v => v?.Constant)]);
            editor.Remove(node);
        }

        editor.Commit();
        return graph;
    }
}
