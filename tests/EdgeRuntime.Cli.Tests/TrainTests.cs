using System.IO;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter;
using Xunit;

namespace EdgeRuntime.Cli.Tests;

public sealed class TrainTests
{
    [Fact]
    public void TrainsWritesAndGoesOn()
    {
        using Workspace w = new();
        string data = Blocks.Write(w);
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
        string data = Blocks.Write(w);
        int files = w.Files().Length;
        (int code, string output, string error) = Workspace.Run("train", "--arch", arch, "--data", data, "--epochs", epochs, "-o", w.At("a.onnx"));
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(expected, error);
        Assert.Equal(files, w.Files().Length);
    }
}
