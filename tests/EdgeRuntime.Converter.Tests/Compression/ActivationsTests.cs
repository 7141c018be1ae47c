using System;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class ActivationsTests
{
    private const string Int8 = """{ "method": "int8" }, { "method": "activations" }""";

    [Fact]
    public void RangesIncludeZeroAndMapToTheEnds()
    {
        ModelGraph graph = Networks.Chain((2, [1, 2, 3, 4]));
        Networks.ApplyTo(graph, Int8, Source(("x", [2f, 5.1f]), ("y1", [-1f, 1.55f])));
        Assert.Equal(new Quantization((float)(5.1f / 255.0), -128), graph.Inputs[0].Quantization);
        Assert.Equal(-28, graph.Outputs[0].Quantization!.ZeroPoint);
    }

    [Fact]
    public void EqualSidesShareOneQuantization()
    {
        ModelGraph graph = Convolutions();
        Networks.ApplyTo(graph, Int8, Ranges(graph));
        Value V(string name) => graph.Nodes.SelectMany(n => n.Outputs).First(v => v.Name == name);
        Assert.Equal(V("conv1").Quantization, V("pool").Quantization);
        Assert.Equal(V("conv1").Quantization, V("flat").Quantization);
        Assert.NotEqual(V("conv1").Quantization, V("dense").Quantization);
        Assert.Null(V("softmax").Quantization);
        Assert.All(graph.Nodes.Where(n => n.Op != Op.Softmax), n => Assert.NotNull(n.Outputs[0].Quantization));
    }

    [Fact]
    public void WhatFeedsOnlyInt8NodesJoinsThem()
    {
        ModelGraph graph = Convolutions();
        Networks.ApplyTo(graph, """{ "method": "int8", "layers": ["dense"] }, { "method": "activations" }""", Ranges(graph));
        Assert.Null(graph.Inputs[0].Quantization);
        Assert.Null(graph.Nodes[0].Inputs[0]!.Quantization);
        Assert.All(graph.Nodes.Take(4), n => Assert.NotNull(n.Outputs[0].Quantization));
    }

    [Theory]
    [InlineData("percentile", 4, 5)]
    [InlineData("mse", 4, 40)]
    [InlineData("min-max", 1000, 1000)]
    public void OutliersAreCutByPercentileAndLeastSquares(string calibration, double least, double most)
    {
        float[] data = [.. Networks.Normal(200000, 2).Select(v => Math.Clamp(v, -4f, 4f)), calibration == "mse" ? 40 : 1000];
        ModelGraph graph = Networks.Chain((1, [1, 2]));
        string stages = $$"""{ "method": "int8" }, { "method": "activations", "calibration": "{{calibration}}", "percentile": 99.99 }""";
        Networks.ApplyTo(graph, stages, Source(("x", data), ("y1", data)));
        Quantization q = graph.Inputs[0].Quantization!;
        Assert.InRange(q.Scale * (127 - q.ZeroPoint), least - 0.5, most + 0.5);
    }

    [Fact]
    public void ABiasThatWouldOverflowWidensTheScale()
    {
        float[] row = Networks.Normal(16, 4);
        ModelGraph graph = Networks.Chain((2, [.. row.Select(v => v * 1e-6f), .. row]));
        graph.Nodes[0].Inputs[2] = Value.Of("b", TensorData.Of([2], [50f, 50f]));
        LayerWeights w = Networks.ApplyTo(graph, Int8, Source(("x", [0.01f]), ("y1", [60f])));
        Networks.CheckInvariants(w, "bias");
        Assert.InRange(50 / ((double)w.Scales[0] * graph.Inputs[0].Quantization!.Scale), 0, 1 << 30);
        Assert.Equal(row.Max(Math.Abs) / 127, w.Scales[1]);
    }

    [Fact]
    public void ACodebookOfIntegersRunsInIntegers()
    {
        ModelGraph graph = Networks.Chain((4, Networks.Normal(400, 3)));
        string stages = """{ "method": "prune", "density": 0.5 }, { "method": "codebook", "bits": 3 }, """ + Int8;
        LayerWeights w = Networks.ApplyTo(graph, stages, Source(("x", [1f]), ("y1", [1f])));
        Networks.CheckInvariants(w, "codebook");
        Assert.Equal(WeightForm.Integer, w.Form);
        Assert.InRange(w.Integers.Distinct().Count(), 7, 9);
        Assert.Equal(200, w.NonZero);
    }

    [Theory]
    [InlineData("""{ "method": "activations" }""", "found no layer with integer weights")]
    [InlineData(Int8, "needs calibration samples")]
    public void WhatIsMissingIsSaid(string stages, string expected)
        => Assert.Contains(expected, Assert.Throws<ConversionException>(() => Networks.Apply(stages, 4, Networks.Normal(64, 1))).Message);

    [Fact]
    public void BadSamplesAreNamed()
    {
        Assert.Contains("'y1' is not finite", Fail(Source(("x", [1f]), ("y1", [float.NaN]))));
        Assert.Contains("no data for activation 'y1'", Fail(Source(("x", [1f]))));
        Assert.Contains("data set is empty", Fail(new CompressionContext { Calibration = new DelegateActivationSource(0, (_, _, _) => { }) }));

        static string Fail(CompressionContext context)
            => Assert.Throws<ConversionException>(() => Networks.ApplyTo(Networks.Chain((4, Networks.Normal(64, 1))), Int8, context)).Message;
    }

    private static CompressionContext Source(params (string Name, float[] Data)[] values) => new()
    {
        Calibration = new DelegateActivationSource(1, (_, _, visit) =>
        {
            foreach ((string name, float[] data) in values) visit(name, data);
        }),
    };

    private static CompressionContext Ranges(ModelGraph graph)
        => Source([("x", [0f, 1f]), .. graph.Nodes.Select((n, i) => (n.Outputs[0].Name, (float[])[0f, 2f + i]))]);

    private static ModelGraph Convolutions()
    {
        ModelGraph graph = new();
        Value x = new("x", [1, 6, 6, 1]);
        graph.Inputs.Add(x);
        x = Add(Op.Conv, "conv1", x, [1, 4, 4, 2], Value.Of("w1", TensorData.Of([2, 3, 3, 1], Networks.Normal(18, 1))));
        x = Add(Op.MaxPool, "pool", x, [1, 2, 2, 2]);
        x = Add(Op.Reshape, "flat", x, [1, 8]);
        x = Add(Op.Dense, "dense", x, [1, 3], Value.Of("w2", TensorData.Of([3, 8], Networks.Normal(24, 2))));
        graph.Outputs.Add(Add(Op.Softmax, "softmax", x, [1, 3]));
        return graph;

        Value Add(string op, string name, Value input, int[] shape, params Value[] constants)
        {
            Node node = new(op, name);
            node.Inputs.Add(input);
            node.Inputs.AddRange(constants);
            node.Outputs.Add(new Value(name, shape));
            graph.Nodes.Add(node);
            return node.Outputs[0];
        }
    }
}
