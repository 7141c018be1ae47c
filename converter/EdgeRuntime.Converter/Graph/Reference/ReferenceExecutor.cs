using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>Executes a lowered graph by <see cref="ReferenceOps"/>: the meaning that passes, exporters and engines are compared against.</summary>
public static class ReferenceExecutor
{
    /// <summary>The outputs of <paramref name="graph"/> for <paramref name="inputs"/>, both in the graph's order.</summary>
    /// <exception cref="ConversionException">Number or shapes of the inputs do not fit the graph.</exception>
    public static TensorData[] Run(ModelGraph graph, params TensorData[] inputs)
    {
        Dictionary<Value, TensorData> values = RunAll(graph, inputs);
        return [.. graph.Outputs.Select(v => values[v])];
    }

    /// <summary>Like <see cref="Run"/>, but gives every value that a node computes (for calibration).</summary>
    public static Dictionary<Value, TensorData> RunAll(ModelGraph graph, params TensorData[] inputs)
    {
        if (inputs.Length != graph.Inputs.Count) throw new ConversionException($"{inputs.Length} inputs were given, but the graph takes {graph.Inputs.Count}");
        Dictionary<Value, TensorData> values = [];
        for (int i = 0; i < inputs.Length; i++)
        {
            Value input = graph.Inputs[i];
            if (!Shapes.Same(inputs[i].Shape, input.Shape))
                throw new ConversionException($"input '{input.Name}' takes {Shapes.Text(input.Shape)}, but {Shapes.Text(inputs[i].Shape)} was given");
            values[input] = inputs[i];
        }

        foreach (Node node in graph.Nodes)
            values[node.Outputs[0]] = ReferenceOps.Evaluate(node, [.. node.Inputs.Select(v => v is null ? null : v.Constant ?? values[v])]);
        return values;
    }
}
