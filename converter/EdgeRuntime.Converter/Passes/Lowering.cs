using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Brings an imported graph into the form the exporters, the trainer and the engine take.</summary>
public static class Lowering
{
    /// <summary>Runs every pass of <see cref="PassList"/> on a copy of <paramref name="imported"/> and checks the graph after each.</summary>
    /// <exception cref="ConversionException">The graph breaks the contract of <see cref="Op"/>.</exception>
    public static ModelGraph Prepare(ModelGraph imported, LowerOptions? options = null)
    {
        options ??= new LowerOptions();
        GraphChecker.Check(imported);
        ModelGraph graph = GraphCopy.Of(imported);
        foreach (Pass pass in PassList.All)
        {
            graph = pass.Run(graph, options);
            GraphChecker.Check(graph, pass.Name);
        }

        return graph;
    }
}
