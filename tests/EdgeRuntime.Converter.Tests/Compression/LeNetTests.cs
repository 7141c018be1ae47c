using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import;
using EdgeRuntime.Converter.Tests.Data;
using EdgeRuntime.Format;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

/// <summary>Published LeNets through import, recipe, file and engine: bytes of the whole file and accuracy on part of the MNIST test set.</summary>
public class LeNetTests
{
    private const int Images = 200;

    [Theory]
    [InlineData("lenet5_dns_original.onnx", "deep-compression", 114954, 1)]
    [InlineData("lenet5_dns_sparse108x.onnx", "deep-compression", 12000, 1)]
    [InlineData("lenet300100_dns_original.onnx", "deep-compression", 71096, 1)]
    [InlineData("lenet300100_dns_original.onnx", "int4-weights", 145000, 1)]
    public void RecipesReachTheirSizeAndAccuracy(string model, string recipe, int most, double drop)
    {
        DataSet data = DataSetKind.OpenSpec("mnist:" + SharedData.Require("mnist"));
        string path = SharedData.Require("models/" + model);
        ModelGraph graph = Importers.Load(path);
        double before = Accuracy(ErmExporter.Export(graph).Bytes, data);
        CompressionReport report = Compressor.Apply(graph, Recipe.Load(recipe), new CompressionContext());
        byte[] file = ErmExporter.Export(graph).Bytes;
        double after = Accuracy(file, data);
        TestContext.Current.TestOutputHelper!.WriteLine($"{model} {recipe}: {file.Length} bytes ({report.EstimatedBytes:0} estimated), {before} -> {after} %");
        Assert.InRange(file.Length, 1, most);
        Assert.InRange(before - after, -1, drop);
        Assert.InRange(report.EstimatedBytes / file.Length, 0.9, 1.6);
    }

    private static double Accuracy(byte[] file, DataSet data)
    {
        InputSpecification input = new(28, 28, 1, "gray", "NCHW", 1 / 256f, [], [], []);
        using ModelClassifier classifier = new(Model.Load(file), "model", input);
        return Evaluator.Run(classifier, data, Images).Top1;
    }
}
