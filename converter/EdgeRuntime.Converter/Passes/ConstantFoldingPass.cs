using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Evaluates nodes that read constants only.</summary>
public static class ConstantFoldingPass
{
    private const long MaxWork = 1L << 26;

    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        long left = MaxWork;
        foreach (Node node in editor.Nodes.ToArray())
        {
            Value result = node.Outputs[0];
            bool constant = node.Inputs.All(v => v is null || v.Constant is not null);
            if (!constant || editor.IsOutput(result) || GraphBuilder.Work(node) > left) continue;
            left -= GraphBuilder.Work(node);
            result.Constant = ReferenceOps.Evaluate(node, [.. node.Inputs.Select(v => v?.Constant)]);
            editor.Remove(node);
        }

        editor.Commit();
        return graph;
    }
}
