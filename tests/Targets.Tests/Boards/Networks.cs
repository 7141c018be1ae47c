using System.IO;
using EdgeRuntime.Converter.Data;

namespace EdgeRuntime.Targets.Tests.Boards;

/// <summary>The networks of tests/data/networks, and the pictures that they classify.</summary>
internal static class Networks
{
    /// <summary>Pictures that each network classifies on each board.</summary>
    public const int Pictures = 100;

    /// <summary>A compressed LeNet-5: sparse int8, pooling fused.</summary>
    public const string LeNet5 = "fashion-lenet5";

    /// <summary>Depthwise separable, int8.</summary>
    public const string Separable = "fashion-dscnn";

    /// <summary>Binary weights and binary activations, integers from the pixels to the scores.</summary>
    public const string Binary = "fashion-binary-int8";

    /// <summary>The same network whose first convolution and results are floats.</summary>
    public const string BinaryFloats = "fashion-binary";

    /// <summary>The bytes of a network.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Repository.At("tests", "data", "networks", name + ".erm"));

    /// <summary>Fashion-MNIST's first 1,000 test images, which the demonstration ships.</summary>
    public static DataSet Fashion()
    {
        string folder = Repository.At("artifacts", "fashion-1000");
        Directory.CreateDirectory(folder);
        foreach ((string from, string to) in ((string, string)[])[("images-idx3", "t10k-images-idx3"), ("labels-idx1", "t10k-labels-idx1")])
            File.Copy(Repository.At("converter", "EdgeRuntime.Cli", "Demo", $"fashion-1000-{from}-ubyte.gz"), Path.Combine(folder, to + "-ubyte.gz"), overwrite: true);
        return DataSetKind.OpenSpec("fashion-mnist:" + folder);
    }
}
