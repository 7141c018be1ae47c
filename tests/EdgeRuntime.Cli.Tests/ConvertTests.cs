using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Cli.Verbs;
using EdgeRuntime.Converter;
using Xunit;

namespace EdgeRuntime.Cli.Tests;

public sealed class ConvertTests
{
    private static void Pictures(Workspace work)
    {
        work.Picture("set/test/a/1.png", 9, 0, 0, 0);
        work.Picture("set/test/b/1.png", 0, 9, 0, 0);
        work.Picture("set/test/c/1.png", 5, 5, 5, 0);
        work.Picture("set/train/a/1.png", 8, 1, 0, 0);
    }

    [Fact]
    public void WritesAModelThatRuns()
    {
        using Workspace work = new();
        Pictures(work);
        string network = work.Network(), model = work.At("tiny.erm"), data = "folder:" + work.At("set");
        JsonObject result = Workspace.Json("convert", network, "-o", model, "--recipe", "float32", "--data", data, "--names");
        Assert.Equal(
            ["input", "output", "recipe", "originalBytes", "bytes", "ratio", "arenaBytes", "images", "top1Before", "top1After", "layers", "notes"],
            result.Select(p => p.Key));
        Assert.Equal((48, 3, "float32"), ((int)result["originalBytes"]!, (int)result["images"]!, (string)result["recipe"]!));
        Assert.Equal(new FileInfo(model).Length, (long)result["bytes"]!);
        Assert.Equal(66.6667, (double)result["top1After"]!);
        Assert.Equal((double)result["top1Before"]!, (double)result["top1After"]!);
        Assert.Equal(66.6667, (double)Workspace.Json("eval", model, "--data", data)["top1"]!);
        Assert.Equal(66.6667, (double)Workspace.Json("eval", network, "--data", data)["top1"]!);
        JsonObject inside = Workspace.Json("inspect", model);
        Assert.Equal((long)result["bytes"]!, inside["ledger"]!.AsArray().Sum(l => (long)l!["bytes"]!));
        Assert.Contains(inside["operations"]!.AsArray(), o => (string)o!["name"]! == "dense");
        Assert.DoesNotContain(work.Files(), f => f.EndsWith(".tmp"));
    }

    [Theory]
    [InlineData("int8-weights")]
    [InlineData("int8")]
    [InlineData("deep-compression")]
    public void TheSameSeedGivesTheSameBytes(string recipe)
    {
        using Workspace work = new();
        Pictures(work);
        string network = work.Network();
        foreach ((string file, string threads) in new[] { ("a.erm", "1"), ("b.erm", "3") })
            Assert.Equal(0, Workspace.Run("convert", network, "-o", work.At(file), "--recipe", recipe, "--data", "folder:" + work.At("set"), "--seed", "7", "--threads", threads).Code);
        Assert.Equal(File.ReadAllBytes(work.At("a.erm")), File.ReadAllBytes(work.At("b.erm")));
    }

    [Fact]
    public void FailuresAreOneSentenceAndLeaveNoFile()
    {
        using Workspace work = new();
        Pictures(work);
        string network = work.Network(), data = "folder:" + work.At("set"), model = work.At("out.erm");
        byte[] broken = File.ReadAllBytes(network)[..40];
        (string[] Arguments, string Expected)[] cases =
        [
            ([network, "-o", work.At("no/out.erm")], "there is no folder"),
            ([network, "-o", work.At(".")], "is a folder"),
            ([network, "-o", network], "is the network itself"),
            ([network, "-o", model, "--recipe", "magic"], "there is no recipe"),
            ([network, "-o", model, "--data", "folder:" + work.At("none")], "there is no folder"),
            ([network, "-o", model, "--max-drop", "1"], "--data"),
            ([network, "-o", model, "--max-drop", "-1", "--data", data], "0 or more"),
            ([network, "-o", model, "--input-shape", "pixels"], "NAME=1,3,224,224"),
            ([network, "-o", model, "--input-shape", "pixels=1,0,2,2"], "positive sizes"),
            ([network, "-o", model, "--input-spec", work.At("none.json")], "none.json"),
            ([work.Write("bad.onnx", broken), "-o", model], "no ONNX model"),
            ([work.Write("bad.txt", broken), "-o", model], "bad.txt"),
        ];
        string[] before = work.Files();
        foreach ((string[] arguments, string expected) in cases)
        {
            (int code, string output, string error) = Workspace.Run([.. arguments.Prepend("convert"), "--json"]);
            Assert.Equal((EdgeCommand.Failed, ""), (code, output));
            Assert.Contains(expected, error);
            Assert.StartsWith("edge: ", error);
            Assert.Single(error.TrimEnd().Split('\n'));
            Assert.DoesNotContain("error in the program itself", error);
            Assert.Equal(before.Order(), work.Files().Order());
        }
    }

    [Fact]
    public void AFailureKeepsTheOlderFile()
    {
        using Workspace work = new();
        string network = work.Network(), model = work.Write("out.erm", [42]);
        StringWriter output = new(), error = new();
        ConvertVerb failing = new(_ => throw new ConversionException("the network is too strange"));
        Assert.Equal(EdgeCommand.Failed, EdgeCommand.Run(["convert", network, "-o", model], new Terminal(output, error, false), [failing]));
        Assert.Equal("edge: the network is too strange", error.ToString().Trim());
        Assert.Equal([42], File.ReadAllBytes(model));
        Assert.DoesNotContain(work.Files(), f => f.EndsWith(".tmp"));
    }

    [Fact]
    public void AnUnexpectedErrorHasNoStackTrace()
    {
        using Workspace work = new();
        StringWriter output = new(), error = new();
        ConvertVerb failing = new(_ => throw new System.NullReferenceException("oops"));
        Assert.Equal(EdgeCommand.Failed, EdgeCommand.Run(["convert", work.Network(), "-o", work.At("a.erm")], new Terminal(output, error, false), [failing]));
        Assert.StartsWith("edge: an error in the program itself", error.ToString());
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
        Assert.False(File.Exists(work.At("a.erm")));
    }

    [Fact]
    public void PeopleSeeATable()
    {
        using Workspace work = new();
        (int code, string output, string error) = Workspace.Run("convert", work.Network(), "-o", work.At("a.erm"));
        Assert.Equal(0, code);
        Assert.Contains("not measured", output);
        Assert.Contains("dense", output);
        Assert.Contains("edge: note: accuracy was not measured", error);
    }
}
