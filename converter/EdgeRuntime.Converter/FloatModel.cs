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
        ModelGraph imported = Importers.Load(path, new ImportOptions { InputShapes = inputShapes });
        long parameters = Parameters(imported);
        ModelGraph graph = Lowering.Prepare(imported, new LowerOptions());
        return new FloatModel(graph, InputSpecFile.For(path, inputSpec, graph, notes), 4 * parameters);
    }

    private static long Parameters(ModelGraph graph)
        => graph.Nodes.SelectMany(n => n.Inputs).OfType<Value>().Where(v => v.Constant is { IsFloat: true }).Distinct().Sum(v => (long)v.Constant!.Count);
}
