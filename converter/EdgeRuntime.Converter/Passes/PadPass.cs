using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Folds a Pad of rows and columns into the pads of the Conv or pool that reads it, where both mean the same.</summary>
public static class PadPass
{
    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        foreach (Node node in editor.Nodes.Where(n => n.Op is Op.Conv or Op.MaxPool or Op.AveragePool).ToArray())
        {
            if (editor.Producer(node.Inputs[0]) is not { Op: Op.Pad } pad || !IsPlane(pad) || !Agrees(editor, node, pad)) continue;
            int[] p = pad.Attributes.Ints("pads");
            int[] own = node.Attributes.Ints("pads", [0, 0, 0, 0]);
            node.Attributes.Set("pads", own[0] + p[1], own[1] + p[2], own[2] + p[5], own[3] + p[6]);
            if (node.Op == Op.AveragePool) node.Attributes.Set("includePad", 1);
            editor.SetInput(node, 0, pad.Inputs[0]);
        }

        editor.Commit();
        return DeadCodePass.Run(graph, options);
    }

    private static bool IsPlane(Node pad)
    {
        int[] p = pad.Attributes.Ints("pads");
        return pad.Attributes.Text("mode") == "constant" && p.Length == 8 && p.All(v => v >= 0) && p[0] + p[3] + p[4] + p[7] == 0;
    }

    private static bool Agrees(GraphEditor editor, Node node, Node pad)
    {
        float value = pad.Attributes.Float("value");
        if (node.Op == Op.Conv) return value == 0;
        int[] own = node.Attributes.Ints("pads", [0, 0, 0, 0]);
        if (node.Op == Op.AveragePool) return value == 0 && own.All(p => p == 0);
        int[] kernel = node.Attributes.Ints("kernel");
        int[] dilations = node.Attributes.Ints("dilations", [1, 1]);
        int[] p = pad.Attributes.Ints("pads");
        bool touches = dilations.All(d => d == 1) && own[0] + p[1] < kernel[0] && own[2] + p[5] < kernel[0] && own[1] + p[2] < kernel[1] && own[3] + p[6] < kernel[1];
        return touches && (value <= float.MinValue || (value == 0 && NotNegative(editor, pad.Inputs[0]!)));
    }

    /// <summary>True when the node that computes <paramref name="value"/> never gives less than 0.</summary>
    private static bool NotNegative(GraphEditor editor, Value value) => editor.Producer(value) switch
    {
        { Op: Op.Relu or Op.Sigmoid or Op.HardSigmoid } => true,
        { Op: Op.Softmax } softmax => softmax.Attributes.Int("log") == 0,
        { Op: Op.Clip } clip => clip.Attributes.Float("min") >= 0,
        { Op: Op.MaxPool or Op.AveragePool } pool => NotNegative(editor, pool.Inputs[0]!),
        _ => false,
    };
}
