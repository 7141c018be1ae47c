using System;
using System.IO;
using System.Reflection;
using EdgeRuntime.Converter;

namespace EdgeRuntime.Cli.Demo;

/// <summary>The network and pictures that come with the program, laid out in a temporary folder as a user would have them.</summary>
public sealed class DemoFiles : IDisposable
{
    private const string Prefix = "EdgeRuntime.Cli.Demo.";

    private static readonly (string Resource, string File)[] Contents =
    [
        ("fashion-lenet5.onnx", "fashion-lenet5.onnx"),
        ("fashion-lenet5.onnx.input.json", "fashion-lenet5.onnx.input.json"),
        ("fashion-1000-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz"),
        ("fashion-1000-labels-idx1-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
    ];

    private readonly string folder;

    private DemoFiles(string folder) => this.folder = folder;

    /// <summary>Path of the network.</summary>
    public string Network => Path.Combine(folder, Contents[0].File);

    /// <summary>The pictures as KIND:PATH.</summary>
    public string Data => "fashion-mnist:" + folder;

    /// <summary>Unpacks the files.</summary>
    /// <exception cref="ConversionException">There is no room for them.</exception>
    public static DemoFiles Unpack()
    {
        try
        {
            DemoFiles files = new(Directory.CreateTempSubdirectory("edge-demo-").FullName);
            foreach ((string resource, string file) in Contents)
            {
                using Stream from = Open(resource);
                using FileStream to = File.Create(Path.Combine(files.folder, file));
                from.CopyTo(to);
            }

            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"the demo cannot unpack its files to {Path.GetTempPath()}: {e.Message}", e);
        }
    }

    /// <summary>Deletes them.</summary>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Stream Open(string resource)
        => Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + resource)
            ?? throw new InvalidOperationException($"{resource} is missing from the program");
}
