using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Export.Onnx;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Tests.Import;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Tensors;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

/// <summary>Networks from elsewhere are trained further and written as ONNX again.</summary>
public class FineTuningTests
{
    [Theory, MemberData(nameof(ModelFiles.Names), MemberType = typeof(ModelFiles))]
    public void TrainsAndComesBackAsTheSameFunction(string name)
    {
        FloatModel model = FloatModel.Load(TestData.Path("models", name), null, null, []);
        NetworkInput input = NetworkInput.Of(model.Input!);
        int classes = model.Graph.Outputs[0].Shape.Aggregate(1, (a, b) => a * b), samples = input.Length > 100_000 ? 2 : 8;
        CounterRandom random = CounterRandom.Derive(3);
        float[] pixels = new float[samples * input.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = random.Below(256);
        SampleSet data = SampleSet.Of(input, pixels, [.. Enumerable.Range(0, samples).Select(i => i % classes)], classes);
        float[] before = Weights(model.Graph);
        Trainer.Run(new TrainRequest { Graph = model.Graph, Data = data, Epochs = 1, Batch = samples, Rate = 1e-4, Validation = 0, Threads = 2 });
        Assert.NotEqual(before, Weights(model.Graph));

        ModelGraph trained = TrainedGraph.Fold(model.Graph);
        string path = Path.Combine(Path.GetTempPath(), $"edge-{Guid.NewGuid():N}.onnx");
        try
        {
            File.WriteAllBytes(path, OnnxExporter.Write(trained));
            ModelGraph back = FloatModel.Load(path, null, null, []).Graph;
            float[] x = new float[input.Length];
            data.Normalise(pixels.AsSpan(0, input.Length), x);
            Assert.Equal(trained.Inputs[0].Shape, back.Inputs[0].Shape);
            float[] expected = Run(trained, x), actual = Run(back, x);
            double largest = expected.Max(v => Math.Abs((double)v));
            Assert.All(Enumerable.Range(0, expected.Length), i => Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4 * largest, $"{i}: {actual[i]} instead of {expected[i]}"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static float[] Run(ModelGraph graph, float[] x) => ReferenceExecutor.Run(graph, TensorData.Of(graph.Inputs[0].Shape, x))[0].Floats;

    private static float[] Weights(ModelGraph graph)
        => [.. graph.Nodes.Where(n => n.Op is Op.Conv or Op.Dense).SelectMany(n => (IEnumerable<float>)n.Inputs[1]!.Constant!.Floats)];
}
