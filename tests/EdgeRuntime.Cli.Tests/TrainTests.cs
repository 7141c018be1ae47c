using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter;
using Xunit;

namespace EdgeRuntime.Cli.Tests;

public sealed class TrainTests
{
    private const int Pictures = 120, Side = 28;

    [Fact]
    public void TrainsWritesAndGoesOn()
    {
        using Workspace w = new();
        string data = Data(w);
        JsonObject first = Workspace.Json("train", "--arch", "lenet-300-100", "--data", data, "--epochs", "4", "--batch", "16", "--threads", "1", "-o", w.At("a.onnx"));
        Workspace.Json("train", "--arch", "lenet-300-100", "--data", data, "--epochs", "4", "--batch", "16", "--threads", "2", "-o", w.At("b.onnx"));
        Assert.Equal(File.ReadAllBytes(w.At("a.onnx")), File.ReadAllBytes(w.At("b.onnx")));
        Assert.True((double)first["test"]! > 90, first.ToJsonString());
        Assert.Equal(new FileInfo(w.At("a.onnx")).Length, (long)first["bytes"]!);
        FloatModel model = FloatModel.Load(w.At("a.onnx"), null, null, []);
        Assert.Equal(4 * 266610, model.ParameterBytes);
        Assert.Equal("Trouser", model.Input!.Labels[1]);

        JsonObject further = Workspace.Json("train", "--from", w.At("a.onnx"), "--teacher", w.At("a.onnx"), "--data", data, "--epochs", "1", "--lr", "0.001", "-o", w.At("c.onnx"));
        Assert.True((double)further["test"]! > 90, further.ToJsonString());
    }

    [Theory]
    [InlineData("alexnet", "4", "there is no architecture \"alexnet\"")]
    [InlineData("lenet5", "0", "epochs")]
    [InlineData("lenet5", "x", "whole number")]
    public void WrongRequestsAreOneSentenceAndWriteNothing(string arch, string epochs, string expected)
    {
        using Workspace w = new();
        string data = Data(w);
        int files = w.Files().Length;
        (int code, string output, string error) = Workspace.Run("train", "--arch", arch, "--data", data, "--epochs", epochs, "-o", w.At("a.onnx"));
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(expected, error);
        Assert.Equal(files, w.Files().Length);
    }

    // Pictures whose class is the position of a bright block, in the four files of Fashion-MNIST.
    private static string Data(Workspace w)
    {
        Random random = new(5);
        foreach (string part in (string[])["train", "t10k"])
        {
            byte[] images = [0, 0, 8, 3, 0, 0, 0, Pictures, 0, 0, 0, Side, 0, 0, 0, Side, .. new byte[Pictures * Side * Side]];
            byte[] labels = [0, 0, 8, 1, 0, 0, 0, Pictures, .. Enumerable.Range(0, Pictures).Select(i => (byte)(i % 10))];
            for (int i = 0; i < Pictures; i++)
            {
                for (int p = 0; p < Side * Side; p++)
                    images[16 + i * Side * Side + p] = (byte)(random.Next(80) + (p / Side * 10 / Side == i % 10 ? 150 : 0));
            }

            w.Write($"{part}-images-idx3-ubyte", images);
            w.Write($"{part}-labels-idx1-ubyte", labels);
        }

        return "fashion-mnist:" + Path.GetDirectoryName(w.At("x"));
    }
}
