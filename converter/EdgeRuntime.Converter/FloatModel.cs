using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import;
using EdgeRuntime.Converter.Passes;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter;

/// <summary>An imported network, lowered to the operators of the device, and how its input is prepared.</summary>
/// <param name="Graph">The float graph.</param>
/// <param name="Input">Image preparation; null when the network does not take images.</param>
/// <param name="ParameterBytes">fp32 bytes of the parameters of the original file.</param>
public sealed record FloatModel(ModelGraph Graph, InputSpecification? Input, long ParameterBytes)
{
    /// <summary>Reads a foreign model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputSpec">Input specification file; null: the one beside the model, else an assumption.</param>
    /// <param name="inputShapes">Shapes for inputs whose dimensions the model leaves open.</param>
    /// <param name="notes">Receives assumptions.</param>
    public static FloatModel Load(string path, string? inputSpec, IReadOnlyDictionary<string, int[]>? inputShapes, ICollection<string> notes)
    {
        (ModelGraph graph, long parameters) = Named(path, () =>
        {
            ModelGraph imported = Importers.Load(path, new ImportOptions { InputShapes = inputShapes });
            long count = Parameters(imported);
            ModelGraph lowered = Lowering.Prepare(imported, new LowerOptions());
            foreach (Node node in lowered.Nodes) CheckFinite(node);
            return (lowered, count);
        });
        return new FloatModel(graph, InputSpecFile.For(path, inputSpec, graph, notes), 4 * parameters);
    }

    /// <summary>Adds the file to messages that speak only of its contents.</summary>
    private static T Named<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ConversionException e) when (!e.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new ConversionException($"{path}: {e.Message}", e);
        }
    }

    private static void CheckFinite(Node node)
    {
        foreach (Value value in node.Inputs.OfType<Value>())
        {
            if (value.Constant is not { IsFloat: true } constant) continue;
            float[] numbers = constant.Floats;
            int bad = Array.FindIndex(numbers, v => !float.IsFinite(v));
            if (bad < 0) continue;
            string what = float.IsNaN(numbers[bad]) ? "not a number" : "infinite";
            throw new ConversionException($"layer '{node.Name}': value {bad} of the {numbers.Length} of '{value.Name}' is {what}, but only finite weights can be converted; repair or retrain the network");
        }
    }

    private static long Parameters(ModelGraph graph)
        => graph.Nodes.SelectMany(n => n.Inputs).OfType<Value>().Where(v => v.Constant is { IsFloat: true }).Distinct().Sum(v => (long)v.Constant!.Count);
}
