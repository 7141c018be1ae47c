using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using Xunit;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Whole compressed networks: outputs on .NET with prepared kernels, on 64-bit ARM cores and on Cortex-M are those of the portable kernels on .NET.</summary>
public class NetworkTests
{
    private const string LeNet300 = "lenet300100_dns_original.onnx";
    private const string LeNet5 = "lenet5_dns_original.onnx";
    private const string SparseLeNet5 = "lenet5_dns_sparse108x.onnx";
    private const string TrafficSigns = "gtsrb_bnn_48x48.onnx";
    private const string ResNet20 = "resnet20_cifar10.onnx";
    private const string SqueezeNet = "squeezenet_v1.0_deepcompressed.onnx";

    private static readonly ConcurrentDictionary<string, byte[]> Files = new();

    [Theory]
    [InlineData(LeNet300, "deep-compression", "cortex-a53,cortex-a72,cortex-a76")]
    [InlineData(LeNet5, "deep-compression", "cortex-a53,cortex-a72,cortex-a76")]
    [InlineData(SparseLeNet5, "deep-compression", "cortex-a53,cortex-a72,cortex-a76")]
    [InlineData(TrafficSigns, "float32", "cortex-a53,cortex-a72,cortex-a76")]
    [InlineData(ResNet20, "int8", "cortex-a53,cortex-a72,cortex-a76")]
    [InlineData(SqueezeNet, "float32", "cortex-a53")]
    public void On64BitArm(string network, string recipe, string cores)
    {
        foreach (string core in cores.Split(','))
            Check(network, recipe, (model, x, y) => Shell.Run("qemu-aarch64-static", ["-cpu", core, NativeBuild.Arm64, model, x, y], 300));
    }

    [Theory]
    [InlineData(LeNet300, "deep-compression")]
    [InlineData(LeNet5, "deep-compression")]
    [InlineData(SparseLeNet5, "deep-compression")]
    [InlineData(TrafficSigns, "float32")]
    [InlineData(ResNet20, "int8")]
    public void OnCortexM(string network, string recipe) =>
        Check(network, recipe, (model, x, y) => Shell.Run("qemu-system-arm", NativeBuild.BoardArguments("mps2-an386", NativeBuild.Mps2, model, x, y), 300));

    [Theory]
    [InlineData(LeNet300, "deep-compression")]
    [InlineData(LeNet5, "deep-compression")]
    [InlineData(SparseLeNet5, "deep-compression")]
    [InlineData(TrafficSigns, "float32")]
    [InlineData(ResNet20, "int8")]
    [InlineData(SqueezeNet, "float32")]
    public void WithPreparedKernels(string network, string recipe)
    {
        using Model model = Model.Load(File(network, recipe));
        using Session portable = new(model, new SessionOptions { Weights = WeightMemory.File });
        using Session prepared = new(model);
        Assert.Equal(SelfTest.OutputChecksum(portable, 1), SelfTest.OutputChecksum(prepared, 1));
        Assert.Contains(Enumerable.Range(0, prepared.OperationCount), i => prepared.KernelOf(i) != "portable");
    }

    private static void Check(string network, string recipe, Func<string, string, string, (int Code, string Output)> program)
    {
        byte[] file = File(network, recipe), input = Reference.RandomInput(file, 1);
        (int status, byte[] output, string text) = TargetTests.Run(file, input, program);
        Assert.True(status == 0, $"status {status}: {text}");
        Assert.Equal(Convert.ToHexString(Reference.Run(file, input)), Convert.ToHexString(output));
    }

    /// <summary>The model file; calibration data are few, since only bits matter here.</summary>
    private static byte[] File(string network, string recipe) => Files.GetOrAdd(network + recipe, _ => ConvertPipeline.Run(new ConvertRequest
    {
        Path = Data("models/" + network),
        Recipe = Recipe.Load(recipe),
        Calibration = recipe == "int8" ? DataSetKind.OpenSpec("cifar10:" + Data("cifar10-jpeg.tar.gz") + "?split=train") : null,
        CalibrationImages = 8,
    }).Bytes);

    private static string Data(string name)
    {
        string folder = Environment.GetEnvironmentVariable("EDGE_DATA") ?? Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "data");
        string path = Path.Combine(folder, name);
        Assert.SkipUnless(Path.Exists(path), $"{name} is not in the development data; set EDGE_DATA to the folder that holds it.");
        return path;
    }
}
