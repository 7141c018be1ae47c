using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Tests.Passes;

/// <summary>A graph as text, one node a line.</summary>
internal static class GraphText
{
    public static string Of(ModelGraph graph) => string.Join('\n',
    [
        .. graph.Inputs.Select(v => $"input {Text(v)}"),
        .. graph.Nodes.Select(n => $"{n.Op} {n.Name}({string.Join(", ", n.Inputs.Select(v => v is null ? "-" : Text(v)))}) -> {Text(n.Outputs[0])} {{{string.Join(", ", n.Attributes.Names.Select(a => $"{a}={Text(n.Attributes[a])}"))}}}"),
        .. graph.Outputs.Select(v => $"output {Text(v)}"),
    ]);

    private static string Text(Value v) => $"{v.Name}{Shapes.Text(v.Shape)}{(v.Constant is null ? "" : " const")}";

    private static string Text(object? value) => value switch
    {
        long[] list => "[" + string.Join(", ", list) + "]",
        float[] list => "[" + string.Join(", ", list) + "]",
        _ => value?.ToString() ?? "",
    };
}
