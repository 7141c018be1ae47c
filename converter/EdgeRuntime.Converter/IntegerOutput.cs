using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Firmware;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter;

/// <summary>Models whose operations are all over integers.</summary>
internal static class IntegerOutput
{
    private const int Listed = 8;

    /// <summary>Takes softmax away from the end of a quantised network: the scores before it have the same order, and stay int8.</summary>
    public static void Apply(ModelGraph graph, ICollection<string> notes)
    {
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            Node? last = graph.Nodes.Find(n => n.Outputs.Contains(graph.Outputs[i]));
            if (last is not { Op: Op.Softmax } || last.Inputs[0]!.Quantization is null) continue;
            graph.Outputs[i] = last.Inputs[0]!;
            graph.Nodes.Remove(last);
            notes.Add($"the softmax '{last.Name}' at the end was left out; the int8 scores before it have the same order");
        }
    }

    /// <summary>Refuses a file with an operation over floats.</summary>
    /// <exception cref="ConversionException">There is one.</exception>
    public static void Check(ErmFile file)
    {
        IReadOnlyList<string> kinds = EngineSelection.Of(file.Bytes).FloatOperations;
        if (kinds.Count == 0) return;
        using Model model = Model.Load(file.Bytes);
        string[] nodes = [.. OperationInfo.Of(model).Select((o, i) => (o.Kind, Name: file.Names[i])).Where(o => kinds.Contains(o.Kind)).Select(o => $"{o.Kind} '{o.Name}'")];
        string listed = string.Join(", ", nodes.Take(Listed)) + (nodes.Length > Listed ? $" and {nodes.Length - Listed} more" : "");
        throw new ConversionException($"--integer-only: the network still has {listed}, which work on floats; use the recipe int8 with --data, and leave out what it does not quantise");
    }
}
