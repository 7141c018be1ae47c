using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Tests.Import;

using Xunit;

namespace EdgeRuntime.Converter.Tests.EndToEnd;

/// <summary>The promises of the product on networks that others trained, measured on the written file with the engine that ships.</summary>
public class PublishedNetworksTests
{
    private const string Mnist = "mnist";

    [Fact]
    public void LeNet5ShrinksFifteenTimesWithoutRetraining()
    {
        ConvertResult r = Convert("models/lenet5_dns_original.onnx", "deep-compression", Mnist, 10_000);
        Assert.Equal(1_724_320, r.ParameterBytes);
        Assert.InRange(r.Bytes.Length, 1, 1_724_320 / 15);
        Assert.InRange(r.Drop!.Value, -1, 0.5);
        using Model erm = Model.Load(r.Bytes);
        EveryFormGivesTheCertifiedBits(erm);
    }

    private static void EveryFormGivesTheCertifiedBits(Model erm)
    {
        Assert.NotEmpty(erm.Metadata.Certificate);
        foreach (WeightMemory weights in Enum.GetValues<WeightMemory>())
            foreach (int threads in (int[])[1, 2]) Assert.True(SelfTest.Run(erm, new SessionOptions { Weights = weights, Threads = threads }), $"{weights}, {threads} threads: not the certified bits");
    }

    [Fact]
    public void SparseLeNet5FitsIntoTwelveThousandBytes()
    {
        ConvertResult r = Convert("models/lenet5_dns_sparse108x.onnx", "deep-compression", Mnist, 10_000);
        Assert.InRange(r.Bytes.Length, 1, 12_000);
        Assert.InRange(r.Drop!.Value, -1, 0.1);
    }

    [Theory]
    [InlineData("models/mnist-8.onnx", Mnist, 10_000)]
    [InlineData("models/lenet5_dns_original.onnx", Mnist, 10_000)]
    [InlineData("models/lenet300100_dns_original.onnx", Mnist, 10_000)]
    [InlineData("models/resnet20_cifar10.onnx", "cifar10", 2_000)]
    public void Int8LosesAtMostHalfAPoint(string model, string data, int images)
    {
        ConvertResult r = Convert(model, "int8", data, images);
        Assert.InRange(r.Drop!.Value, -2, 0.5);
        Assert.True(r.Ratio > 3.5, $"ratio {r.Ratio}");
        using Model erm = Model.Load(r.Bytes);
        Assert.True(erm.Inputs[0].Kind == Format.Kind.Int8, "the input should be int8");
        EveryFormGivesTheCertifiedBits(erm);
    }

    [Fact]
    public void SqueezeNetIsStoredWithoutLoss()
    {
        string path = TestData.Path("models/squeezenet_v1.0_deepcompressed.onnx");
        FloatModel model = FloatModel.Load(path, null, null, []);
        ErmFile plain = ErmExporter.Export(model.Graph, new ErmOptions { Quick = true });
        ConvertResult r = ConvertPipeline.Run(new ConvertRequest { Path = path, Recipe = Recipe.Load("float32") });
        Assert.InRange(r.Bytes.Length, 1, 640_000);
        Assert.Equal(Outputs(plain.Bytes, 1), Outputs(r.Bytes, 1));
    }

    [Fact]
    public void BinarisedTrafficSignNetworkBecomesOneBitByItself()
    {
        string path = TestData.Path("models/gtsrb_bnn_48x48.onnx");
        ConvertResult r = Convert("models/gtsrb_bnn_48x48.onnx", "float32", null, 0);
        Assert.InRange(r.Bytes.Length, 1, new FileInfo(path).Length / 20);
        FloatModel model = FloatModel.Load(path, null, null, []);
        DataSet signs = DataSetKind.OpenSpec(Specification("gtsrb"));
        Assert.Equal(1000, signs.Count);
        int[] expected = Decisions(ErmExporter.Export(model.Graph, new ErmOptions { Quick = true }).Bytes, signs, model);
        Assert.Equal(expected, Decisions(r.Bytes, signs, model));
    }

    private static ConvertResult Convert(string model, string recipe, string? data, int images) => ConvertPipeline.Run(new ConvertRequest
    {
        Path = TestData.Path(model),
        Recipe = Recipe.Load(recipe),
        Data = data is null ? null : DataSetKind.OpenSpec(Specification(data)),
        Calibration = data is null ? null : DataSetKind.OpenSpec(Specification(data) + "?split=train"),
        Limit = images,
        Threads = 2,
        CertificateInputs = 2,
    });

    private static string Specification(string data) => data switch
    {
        Mnist => "mnist:" + Path.GetDirectoryName(TestData.Path("mnist/t10k-images-idx3-ubyte.gz")),
        "cifar10" => "cifar10:" + TestData.Path("cifar10-jpeg.tar.gz"),
        _ => "gtsrb:" + TestData.Path("gtsrb-1000.tar.gz"),
    };

    /// <summary>Output bits for pseudo-random inputs.</summary>
    private static List<uint> Outputs(byte[] file, int count)
    {
        using Model model = Model.Load(file);
        using Session session = new(model);
        return [.. Enumerable.Range(1, count).Select(seed => SelfTest.OutputChecksum(session, (uint)seed))];
    }

    private static int[] Decisions(byte[] file, DataSet data, FloatModel network)
    {
        using Model model = Model.Load(file);
        using Session session = new(model);
        NetworkInput input = NetworkInput.Of(network.Input!);
        float[] values = new float[input.Length];
        float[] scores = new float[model.Outputs[0].Count];
        int[] decisions = new int[data.Count];
        for (int i = 0; i < decisions.Length; i++)
        {
            input.Fill(data[i], values);
            session.Run(values, scores);
            decisions[i] = Array.IndexOf(scores, scores.Max());
        }

        return decisions;
    }
}
