using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>Real trained networks.</summary>
public class ModelFiles
{
    public static IEnumerable<TheoryDataRow<string>> Names() =>
    [
        new("gtsrb_bnn_48x48.onnx"), new("lenet300100_dns_original.onnx"), new("lenet300100_dns_sparse.onnx"), new("lenet5_dns_original.onnx"),
        new("lenet5_dns_sparse108x.onnx"), new("mnist-8.onnx"), new("resnet20_cifar10.onnx"), new("squeezenet_v1.0_deepcompressed.onnx"),
    ];

    [Theory, MemberData(nameof(Names))]
    public void Imports(string name)
    {
        ModelGraph graph = Importers.Load(TestData.Path("models", name));
        GraphChecker.Check(graph);
        Assert.Single(graph.Inputs);
    }
}
