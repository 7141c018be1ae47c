using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Clip from 0 without an upper bound is Relu.</summary>
public static class ClipPass
{
    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Op != Op.Clip || node.Attributes.Float("min") != 0 || node.Attributes.Float("max") < float.MaxValue) continue;
            node.Op = Op.Relu;
            node.Attributes["min"] = null;
            node.Attributes["max"] = null;
        }

        return graph;
    }
}
