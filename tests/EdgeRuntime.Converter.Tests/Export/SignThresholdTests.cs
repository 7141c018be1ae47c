using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;

using Xunit;

namespace EdgeRuntime.Converter.Tests.Export;

/// <summary>Networks of signs: thresholds on integers give the results of the arithmetic over floats that they replace.</summary>
public class SignThresholdTests
{
    private const int Networks = 60;

    [Fact]
    public void ThresholdsGiveTheBitsOfFloats()
    {
        Dictionary<string, int> used = [];
        for (int seed = 1; seed <= Networks; seed++)
        {
            // What the graph returns stays float, and so does all that reads it.
            (byte[] integers, byte[] floats) = (File(new Random(seed), false), File(new Random(seed), true));
            float[] expected = Run(floats, seed), actual = Run(integers, seed);
            Assert.True(expected.AsSpan(0, actual.Length).SequenceEqual(actual), $"seed {seed}");
            foreach (string kind in Kinds(integers)) used[kind] = used.GetValueOrDefault(kind) + 1;
            Assert.DoesNotContain(Kinds(floats), k => k.Contains("Bits", StringComparison.Ordinal));
        }

        Assert.All(["Conv2DBinaryBits", "DenseBinaryBits", "MaxPoolBits"], k => Assert.True(used.GetValueOrDefault(k) > Networks / 5, string.Join(", ", used)));
    }

    [Fact]
    public void CalibratedNetworksAreIntegerFromPixelsToScores()
    {
        for (int seed = 1; seed <= Networks / 3; seed++)
        {
            Random r = new(seed);
            ModelGraph graph = Network(r, false);
            Compressor.Apply(graph, Recipe.Parse("""{ "stages": [ { "method": "int8" }, { "method": "activations" } ] }""", "test"), new CompressionContext { Calibration = new Samples(seed) });
            byte[] file = ErmExporter.Export(graph).Bytes;
            string[] kinds = Kinds(file);
            Assert.All(kinds, k => Assert.True(k is "Reshape" || k.Contains("Int8", StringComparison.Ordinal) || k.Contains("Bits", StringComparison.Ordinal), string.Join(", ", kinds)));

            // The same decisions over floats: signs that are returned, and a result that is not rounded.
            foreach (Node node in graph.Nodes.Where(n => n.Op == Op.Binarise)) graph.Outputs.Add(node.Outputs[0]);
            Quantization q = graph.Outputs[0].Quantization!;
            graph.Outputs[0].Quantization = null;
            float[] expected = Run(ErmExporter.Export(graph, new ErmOptions { Quick = true }).Bytes, seed), actual = Run(file, seed);
            for (int i = 0; i < expected.Length; i++)
            {
                float rounded = Math.Clamp(expected[i], q.Scale * (-128 - q.ZeroPoint), q.Scale * (127 - q.ZeroPoint));
                Assert.InRange(actual[i], rounded - 0.6f * q.Scale, rounded + 0.6f * q.Scale);
            }
        }
    }

    [Fact]
    public void ValuesThatOverflowStayFloats()
    {
        GraphBuilder b = new("overflow");
        Random r = new(1);
        Value x = b.Emit(Op.Binarise, "first", [b.Input("x", [1, 40])]);
        x = Layer(b, r, "one", x, 8, new Attributes());
        x = b.Emit(Op.BatchNorm, "norm", [x, Vector("scale", [.. Enumerable.Repeat(3e38f, 8)]), Vector("shift", new float[8])]);
        x = Layer(b, r, "two", b.Emit(Op.Binarise, "second", [x]), 4, new Attributes());
        b.Output(x, "y");
        foreach (Node node in b.Graph.Nodes.Where(n => n.Op == Op.Dense)) node.Weights = Signs(node);
        Assert.Equal(["Binarise", "DenseBinary", "Binarise", "DenseBinary"], Kinds(ErmExporter.Export(b.Graph).Bytes));
    }

    private static byte[] File(Random r, bool floats) => ErmExporter.Export(Network(r, floats), new ErmOptions { Quick = true }).Bytes;

    /// <summary>A convolution over values, then layers of signs with scales, shifts, limits and pooling in any order between them.</summary>
    private static ModelGraph Network(Random r, bool returnSigns)
    {
        GraphBuilder b = new("signs");
        List<Value> signs = [];
        int channels = r.Next(16, 80);
        Value x = Norm(b, r, "norm0", Layer(b, r, "conv0", b.Input("x", [1, 8, 8, 3]), channels, Window(1)));
        signs.Add(x = b.Emit(Op.Binarise, "sign0", [x]));
        for (int i = 1; i <= 2; i++)
        {
            x = Layer(b, r, $"conv{i}", x, channels = r.Next(16, 80), Window(r.Next(2)));
            bool before = r.Next(2) == 0;
            if (before) x = Norm(b, r, $"norm{i}", x);
            if (r.Next(3) == 0) x = b.Emit(Op.Clip, $"clip{i}", [x], new Attributes().With("min", -1f).With("max", 1f));
            if (i == 1 || (x.Shape[1] > 1 && r.Next(2) == 0)) x = b.Emit(Op.MaxPool, $"pool{i}", [x], new Attributes().With("kernel", [2, 2]).With("strides", [2, 2]).With("pads", [0, 0, r.Next(2), 0]).With("dilations", [1, 1]));
            if (!before) x = Norm(b, r, $"norm{i}", x);
            if (i == 2 && r.Next(2) == 0) x = Flat(b, x);
            signs.Add(x = b.Emit(Op.Binarise, $"sign{i}", [x]));
        }

        if (x.Shape.Length > 2) x = Flat(b, x);
        if (r.Next(3) > 0) signs.Add(x = b.Emit(Op.Binarise, "sign3", [Norm(b, r, "norm3", Layer(b, r, "dense1", x, 20, new Attributes()))]));
        b.Output(Norm(b, r, "norm4", Layer(b, r, "dense2", x, 10, new Attributes())), "y");
        if (returnSigns) foreach (Value v in signs) b.Output(v, v.Name + "_out");
        foreach (Node node in b.Graph.Nodes.Where(n => n.Op is Op.Conv or Op.Dense && n.Name != "conv0")) node.Weights = Signs(node);
        return b.Graph;
    }

    private static Attributes Window(int pad) => new Attributes().With("strides", [1, 1]).With("dilations", [1, 1]).With("pads", [pad, pad, pad, pad]).With("group", 1);

    // Weights are signs, in some layers also zeros, times a power of two, so that sums over floats are exact in any order.
    private static Value Layer(GraphBuilder b, Random r, string name, Value x, int outputs, Attributes attributes)
    {
        bool dense = !attributes.Has("pads");
        int[] shape = dense ? [outputs, x.Shape[^1]] : [outputs, 3, 3, x.Shape[^1]];
        bool zeros = r.Next(2) == 0;
        float[] weights = [.. Enumerable.Range(0, shape.Aggregate((a, c) => a * c)).Select(_ => 0.25f * (zeros ? r.Next(3) - 1 : r.Next(2) * 2 - 1))];
        List<Value> inputs = [x, Value.Of(name + ".w", TensorData.Of(shape, weights))];
        if (r.Next(2) == 0) inputs.Add(Vector(name + ".b", [.. Enumerable.Range(0, outputs).Select(_ => (float)r.NextDouble() - 0.5f)]));
        return b.Emit(dense ? Op.Dense : Op.Conv, name, [.. inputs], attributes);
    }

    private static Value Norm(GraphBuilder b, Random r, string name, Value x)
    {
        int channels = x.Shape[^1];
        float[] scale = [.. Enumerable.Range(0, channels).Select(_ => r.Next(9) == 0 ? 1e-3f : (float)r.NextDouble() - 0.4f)];
        return b.Emit(Op.BatchNorm, name, [x, Vector(name + ".scale", scale), Vector(name + ".shift", [.. scale.Select(s => s * (float)(r.NextDouble() - 0.5) * 4)])]);
    }

    private static Value Flat(GraphBuilder b, Value x) => b.Reshape(x, x.Name + "_flat", 1, x.Shape[1] * x.Shape[2] * x.Shape[3]);

    private static Value Vector(string name, float[] values) => Value.Of(name, TensorData.Of([values.Length], values));

    private static LayerWeights Signs(Node node)
    {
        float[] values = node.Inputs[1]!.Constant!.Floats;
        int rows = node.Inputs[1]!.Shape[0];
        LayerWeights weights = new(rows, values.Length / rows, values);
        weights.SetIntegers(values.Contains(0f) ? WeightForm.Ternary : WeightForm.Binary, values.Contains(0f) ? 2 : 1, [0.25f], [.. values.Select(v => (sbyte)Math.Sign(v))]);
        return weights;
    }

    private static string[] Kinds(byte[] file)
    {
        using Model model = Model.Load(file);
        return [.. OperationInfo.Of(model).Select(o => o.Kind)];
    }

    private static float[] Run(byte[] file, int seed)
    {
        using Model model = Model.Load(file);
        using Session session = new(model);
        float[] result = new float[model.Outputs[0].Count];
        session.SetInput(0, Samples.Of(seed));
        session.Run();
        session.GetOutput(0, result);
        return result;
    }

    /// <summary>Random pictures, shown by the engine.</summary>
    private sealed class Samples(int seed) : IActivationSource
    {
        public int SampleCount => 4;

        public static float[] Of(int seed)
        {
            Random r = new(seed);
            return [.. Enumerable.Range(0, 8 * 8 * 3).Select(_ => (float)r.NextDouble() * 2 - 1)];
        }

        public void Run(ModelGraph graph, int sample, ActivationVisitor visit)
        {
            ErmFile file = ErmExporter.Export(graph, new ErmOptions { Quick = true });
            using Model model = Model.Load(file.Bytes);
            using Session session = new(model);
            float[] input = Of(seed + sample);
            visit(graph.Inputs[0].Name, input);
            session.SetInput(0, input);
            session.RunObserved((operation, result) =>
            {
                if (file.Values[operation].Length > 0) visit(file.Values[operation], result);
            });
        }
    }
}
