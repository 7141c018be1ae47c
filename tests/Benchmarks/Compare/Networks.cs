using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EdgeRuntime.Benchmarks.Compare;

/// <summary>The published networks of the comparison: compressed here, fp32 original there.</summary>
internal static class Networks
{
    private static readonly (string Original, string Network, string Recipe, bool Int8)[] List =
    [
        ("lenet300100_dns_original", "lenet300100_dns_sparse", "deep-compression", true),
        ("lenet5_dns_original", "lenet5_dns_sparse108x", "deep-compression", true),
        ("gtsrb_bnn_48x48", "gtsrb_bnn_48x48", "float32", false),
        ("resnet20_cifar10", "resnet20_cifar10", "int8", true),
        ("squeezenet_v1.0_deepcompressed", "squeezenet_v1.0_deepcompressed", "float32", true),
        ("squeezenet_v1.0_deepcompressed", "squeezenet_v1.0_deepcompressed", "int8", true),
    ];

    /// <summary>Those of <paramref name="folder"/> whose names contain one of <paramref name="names"/>, made one after another; all without names.</summary>
    public static IEnumerable<Contest> In(string folder, string[] names)
    {
        foreach ((string original, string network, string recipe, bool int8) in List)
        {
            if (names.Length > 0 && !names.Any(network.Contains)) continue;
            yield return Contest.OfNetwork(Path.Combine(folder, original + ".onnx"), Path.Combine(folder, network + ".onnx"), recipe, int8);
        }
    }
}
