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
            ([network, "-o", work.At("out.bin")], "end in .erm"),
            ([network, "-o", ""], "end in .erm"),
            ([network, "-o", model, "--recipe", "magic"], "there is no recipe"),
            ([network, "-o", model, "--data", "folder:" + work.At("none")], "there is no folder"),
            ([network, "-o", model, "--max-drop", "1"], "--data"),
            ([network, "-o", model, "--max-drop", "-1", "--data", data], "0 or more"),
            ([network, "-o", model, "--input-shape", "pixels"], "NAME=1,3,224,224"),
            ([network, "-o", model, "--input-shape", "pixels=1,0,2,2"], "positive sizes"),
            ([network, "-o", model, "--input-spec", work.At("none.json")], "none.json"),
            ([network, "-o", model, "--input-spec", work.Write("list.json", "[]"u8.ToArray())], "no JSON object"),
            ([network, "-o", model, "--input-spec", work.Write("half.json", "{"u8.ToArray())], "line 1"),
            ([network, "-o", model, "--input-spec", work.Write("part.json", """{"size": [2, 2], "channels": 1.5}"""u8.ToArray())], "images have 1 or 3"),
            ([network, "-o", model, "--recipe", work.Write("recipe.json", """{"stages": [{"method": "magic"}]}"""u8.ToArray())], "$.stages[0].method"),
            ([network, "-o", model, "--data", "films:" + work.At("set")], "KIND one of"),
            ([work.Write("bad.onnx", broken), "-o", model], "bad.onnx: the file is no ONNX model"),
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
    public void AnUnsupportedOperatorIsNamedWithNodeOpsetAndAdvice()
    {
        using Workspace work = new();
        string network = work.Network("odd.onnx", g => g.Node[1].OpType = "Einsum"), model = work.At("out.erm");
        (int code, string output, string error) = Workspace.Run("convert", network, "-o", model);
        Assert.Equal((EdgeCommand.Failed, ""), (code, output));
        foreach (string part in new[] { "odd.onnx", "Einsum", "'dense'", "opset 13", "replace it" }) Assert.Contains(part, error);
        Assert.False(File.Exists(model));
    }

    [Fact]
    public void WeightsThatAreNoNumbersAreRefusedByEveryVerb()
    {
        using Workspace work = new();
        Pictures(work);
        foreach (float fault in new[] { float.NaN, float.PositiveInfinity })
        {
            string network = work.Network("fault.onnx", g => g.Initializer[0].FloatData[5] = fault);
            string[][] lines = [["convert", network, "-o", work.At("out.erm"), "--recipe", "float32"], ["inspect", network], ["bench", network], ["eval", network, "--data", "folder:" + work.At("set")]];
            foreach (string[] line in lines)
            {
                (int code, string output, string error) = Workspace.Run(line);
                Assert.Equal((EdgeCommand.Failed, ""), (code, output));
                Assert.Contains("only finite weights", error);
                Assert.Contains("'dense'", error);
            }
        }
    }

    [Fact]
    public void AnInfiniteOperandIsRefused()
    {
        using Workspace work = new();
        string network = work.Network("fault.onnx", g =>
        {
            g.Node[1].OpType = "Add";
            g.Initializer[0].Dims.Clear();
            g.Initializer[0].Dims.AddRange([1, 4]);
            while (g.Initializer[0].FloatData.Count > 4) g.Initializer[0].FloatData.RemoveAt(4);
            g.Initializer[0].FloatData[3] = float.PositiveInfinity;
            g.Output[0].Type.TensorType.Shape.Dim[1].DimValue = 4;
        });
        Assert.Contains("is infinite, but only finite weights", Workspace.Run("convert", network, "-o", work.At("out.erm")).Error);
    }

    [Fact]
    public void AnOpenDimensionAsksForTheShape()
    {
        using Workspace work = new();
        string network = work.Network("open.onnx", g => g.Input[0].Type.TensorType.Shape.Dim[2].DimParam = "height"), model = work.At("out.erm");
        Assert.Contains("--input-shape pixels=", Workspace.Run("convert", network, "-o", model).Error);
        Assert.False(File.Exists(model));
        Assert.Equal(0, Workspace.Run("convert", network, "-o", model, "--input-shape", "pixels=1,1,2,2").Code);
    }

    [Fact]
    public void ADropThatIsTooLargeNamesTheLayersAndKeepsTheOlderFile()
    {
        using Workspace work = new();
        Pictures(work);
        string model = work.Write("out.erm", [42]), recipe = work.Write("nothing.json", """{"stages": [{"method": "prune", "density": 0}]}"""u8.ToArray());
        string[] before = work.Files();
        (int code, string output, string error) = Workspace.Run("convert", work.Network(), "-o", model, "--recipe", recipe, "--data", "folder:" + work.At("set"), "--max-drop", "0.1", "--json");
        Assert.Equal((EdgeCommand.Failed, ""), (code, output));
        Assert.Contains("66.67 to 33.33 %", error);
        Assert.Contains("'dense' regains 33.33", error);
        Assert.Equal([42], File.ReadAllBytes(model));
        Assert.DoesNotContain(work.Files(), f => f.EndsWith(".tmp"));
        Assert.Equal(before.Length + 2, work.Files().Length);
    }

    [Fact]
    public void LabelsThatDoNotMatchTheOutputsAreNoted()
    {
        using Workspace work = new();
        string spec = work.Write("spec.json", """{"size": [2, 2], "channels": 1, "labels": ["cat", "dog"]}"""u8.ToArray());
        (int code, _, string error) = Workspace.Run("convert", work.Network(), "-o", work.At("a.erm"), "--input-spec", spec);
        Assert.Equal(0, code);
        Assert.Contains("2 labels, but the network has 3 outputs", error);
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
