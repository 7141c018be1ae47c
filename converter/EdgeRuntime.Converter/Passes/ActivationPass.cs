using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Makes a Relu, or a Clip from 0 to 6, part of the Conv or Dense before it.</summary>
public static class ActivationPass
{
    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        foreach (Node layer in editor.Nodes.Where(n => n.Op is Op.Conv or Op.Dense).ToArray())
        {
            if (layer.Attributes.Text("activation").Length > 0 || !editor.HasSingleUse(layer.Outputs[0])) continue;
            Node follower = editor.Consumers(layer.Outputs[0])[0];
            string name = follower.Op switch
            {
                Op.Relu => "relu",
                Op.Clip when follower.Attributes.Float("min") == 0 && follower.Attributes.Float("max") == 6 => "relu6",
                _ => "",
            };
            if (name.Length == 0) continue;
            layer.Attributes.Set("activation", name);
            editor.MergeInto(layer, follower);
        }

        editor.Commit();
        return graph;
    }
}
