using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using EdgeRuntime;
using EdgeRuntime.Format;
using Xunit;

namespace Deploy.Tests;

/// <summary>The demo's network and pictures, as files.</summary>
internal static class Demo
{
    private const string Folder = "converter/EdgeRuntime.Cli/Demo";
    private const int Side = 28;

    /// <summary>Converts the network.</summary>
    public static string Convert(string recipe, string path)
    {
        (int code, _, string errors) = Device.Edge("convert", Path.Combine(Root(), Folder, "fashion-lenet5.onnx"), "-o", path, "--recipe", recipe);
        Assert.True(code == 0, errors);
        return path;
    }

    /// <summary>The same model with a certificate that no machine reproduces.</summary>
    public static string WithWrongCertificate(string model, string path)
    {
        byte[] bytes = File.ReadAllBytes(model);
        byte[] checksum = new byte[4];
        using (Model loaded = Model.Load(bytes)) BinaryPrimitives.WriteUInt32LittleEndian(checksum, loaded.Metadata.Certificate[0].OutputChecksum);
        int at = bytes.AsSpan().LastIndexOf(checksum);
        Assert.True(at > 0);
        bytes[at] ^= 1;
        ModelWriter.Seal(bytes);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Writes the first pictures of some classes as PGM files, in the order of the classes.</summary>
    public static void Pictures(string folder, params int[] classes)
    {
        byte[] images = Unpacked("fashion-1000-images-idx3-ubyte.gz"), labels = Unpacked("fashion-1000-labels-idx1-ubyte.gz");
        Directory.CreateDirectory(folder);
        for (int i = 0; i < classes.Length; i++)
        {
            int index = Enumerable.Range(0, labels.Length - 8).Where(n => labels[8 + n] == classes[i]).ElementAt(i);
            byte[] pixels = images.AsSpan(16 + index * Side * Side, Side * Side).ToArray();
            File.WriteAllBytes(Path.Combine(folder, $"{i:D2}.pgm"), [.. Encoding.ASCII.GetBytes($"P5 {Side} {Side} 255\n"), .. pixels]);
        }
    }

    private static byte[] Unpacked(string name)
    {
        using GZipStream stream = new(File.OpenRead(Path.Combine(Root(), Folder, name)), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Root()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at != null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "EdgeRuntime.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("EdgeRuntime.sln lies in no folder above the tests");
    }
}
