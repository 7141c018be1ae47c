using System;
using System.IO;
using EdgeRuntime.Benchmarks.OnnxRuntime;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Export.Onnx;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;

namespace EdgeRuntime.Benchmarks.Compare;

/// <summary>One row of the comparison: a model file of this project against ONNX models that compute the same.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Form">How the weights are stored and executed here.</param>
/// <param name="Model">The .erm file.</param>
/// <param name="Float">The fp32 ONNX model.</param>
/// <param name="Int8">The int8 QDQ ONNX model, or null where it says nothing.</param>
/// <param name="Operation">Only the first operation of this kind is timed here. Null: the whole run.</param>
internal sealed record Contest(string Name, string Form, byte[] Model, byte[] Float, byte[]? Int8, string? Operation = null)
{
    /// <summary>A contest over a graph: the ONNX models are written from the float graph, the .erm file after compression.</summary>
    public static Contest Of(string name, string form, Recipe recipe, ModelGraph graph, bool int8)
        => new(name, form, Compress(graph, recipe), OnnxExporter.Write(graph), int8 ? QdqModel.Write(graph, Input(graph)) : null);

    /// <summary>One operation of <paramref name="graph"/>, executed as the file says, against <paramref name="original"/>.</summary>
    public static Contest OfOperation(string name, string form, ModelGraph graph, string operation, ModelGraph original)
        => new(name, form, Compress(graph, Recipe.Load("float32")), OnnxExporter.Write(original), null, operation);

    /// <summary>A network that others trained against its compressed descendant.</summary>
    /// <param name="original">ONNX file of the fp32 network.</param>
    /// <param name="network">ONNX file of the network to compress; often the original.</param>
    /// <param name="recipe">Name of a ready recipe.</param>
    /// <param name="int8">Whether an int8 form of the original is compared too.</param>
    public static Contest OfNetwork(string original, string network, string recipe, bool int8)
    {
        FloatModel first = FloatModel.Load(original, null, null, []), second = network == original ? first : FloatModel.Load(network, null, null, []);
        return new Contest(Path.GetFileNameWithoutExtension(network), recipe, Compress(second.Graph, Recipe.Load(recipe)), File.ReadAllBytes(original), int8 ? QdqModel.Write(first.Graph, Input(first.Graph)) : null);
    }

    /// <summary>Pseudo-random values of a graph's input.</summary>
    private static TensorData Input(ModelGraph graph)
    {
        Random random = new(1);
        int[] shape = graph.Inputs[0].Shape;
        float[] values = new float[Shapes.Count(shape)];
        for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle();
        return TensorData.Of(shape, values);
    }

    private static byte[] Compress(ModelGraph graph, Recipe recipe)
    {
        ModelGraph copy = GraphCopy.Of(graph);
        TensorData input = Input(graph);
        Compressor.Apply(copy, recipe, new CompressionContext { Calibration = new DelegateActivationSource(1, (g, _, visit) => Visit(g, input, visit)) });
        return ErmExporter.Export(copy).Bytes;
    }

    private static void Visit(ModelGraph graph, TensorData input, ActivationVisitor visit)
    {
        foreach ((Value value, TensorData data) in ReferenceExecutor.RunAll(graph, input))
            if (data.IsFloat) visit(value.Name, data.Floats);
    }
}
