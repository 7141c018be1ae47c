using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Removes nodes whose results nobody reads.</summary>
public static class DeadCodePass
{
    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        foreach (Node node in editor.Nodes.Reverse().ToArray())
            if (editor.Consumers(node.Outputs[0]).Count == 0 && !editor.IsOutput(node.Outputs[0])) editor.Remove(node);
        editor.Commit();
        return graph;
    }
}
