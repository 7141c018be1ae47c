using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Joins neighbouring maps of one scale and shift a channel (BatchNorm, Mul, Div, Add, Sub by constants) into one BatchNorm.</summary>
public static class AffineChainPass
{
    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        foreach (Node first in editor.Nodes.ToArray())
        {
            Value? x = first.Inputs.FirstOrDefault(v => v is not null && v.Constant is null);
            if (x is null) continue;
            while (AffineMap.Of(first, x) is { } map && editor.HasSingleUse(first.Outputs[0])
                && editor.Producer(first.Outputs[0]) == first
                && AffineMap.Of(editor.Consumers(first.Outputs[0])[0], first.Outputs[0]) is { } next)
            {
                AffineMap both = map.Then(next);
                editor.MergeInto(first, editor.Consumers(first.Outputs[0])[0]);
                first.Op = Op.BatchNorm;
                first.Inputs.Clear();
                first.Inputs.AddRange([x, Value.Of(first.Name + "/scale", TensorData.Of([both.Scale.Length], both.Scale)), Value.Of(first.Name + "/shift", TensorData.Of([both.Shift.Length], both.Shift))]);
            }
        }

        editor.Commit();
        return graph;
    }
}
