using System;
using System.IO;
using System.Linq;
using EdgeRuntime.Format;
using Xunit;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Runs every sample model with several inputs on one target and compares all output bytes with the portable executor on .NET.</summary>
public abstract class TargetTests
{
    private const int Inputs = 3;

    public static TheoryData<string> Models => [.. SampleModels.All.Keys];

    /// <summary>Runs a model file on the target, once for each of the inputs that follow each other: all outputs, and exit status.</summary>
    protected abstract (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input);

    [Theory]
    [MemberData(nameof(Models))]
    public void RepeatsTheBitsOfDotNet(string name)
    {
        byte[] file = SampleModels.All[name];
        byte[][] inputs = [.. Enumerable.Range(1, Inputs).Select(seed => Reference.RandomInput(file, seed))];
        byte[] expected = [.. inputs.SelectMany(input => Reference.Run(file, input))];
        (int status, byte[] actual, string text) = Run(file, [.. inputs.SelectMany(input => input)]);
        Assert.True(status == 0, $"status {status}: {text}");
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(actual));
    }

    [Fact]
    public void RefusesADamagedFile()
    {
        byte[] file = (byte[])SampleModels.All["float network"].Clone();
        byte[] input = Reference.RandomInput(file, 1);
        file[^1] ^= 1;
        Assert.Equal(Status.WrongChecksum, Run(file, input).Status);
    }

    /// <summary>Runs a program that takes the paths of model, input and output.</summary>
    internal static (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input, Func<string, string, string, (int Code, string Output)> program)
    {
        string folder = Directory.CreateTempSubdirectory("edge-").FullName;
        try
        {
            string model = Path.Combine(folder, "model.erm"), x = Path.Combine(folder, "x"), y = Path.Combine(folder, "y");
            File.WriteAllBytes(model, file);
            File.WriteAllBytes(x, input);
            (int code, string text) = program(model, x, y);
            return (code, File.Exists(y) ? File.ReadAllBytes(y) : [], text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
