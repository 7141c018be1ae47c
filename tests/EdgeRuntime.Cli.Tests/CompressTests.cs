using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace EdgeRuntime.Cli.Tests;

public sealed class CompressTests
{
    private const string Recipe = """
        { "stages": [
            { "method": "prune", "density": 0.1, "schedule": "gradual" },
            { "method": "train", "epochs": 2, "batch": 16, "lr": 0.02 },
            { "method": "codebook", "bits": 4, "table": "float16" },
            { "method": "train", "epochs": 1, "batch": 16, "optimiser": "adam", "lr": 0.0003 },
            { "method": "remove-neurons" }, { "method": "bias" } ] }
        """;

    [Fact]
    public void WritesTheModelAndItsReport()
    {
        using Workspace w = new();
        (string data, string network) = Trained(w);
        string recipe = w.Write("r.json", System.Text.Encoding.UTF8.GetBytes(Recipe));
        JsonObject report = Workspace.Json("compress", network, "--recipe", recipe, "--data", data, "-o", w.At("a.erm"), "--threads", "1", "--sensitivity", "10");
        byte[] file = File.ReadAllBytes(w.At("a.erm"));
        Assert.Equal(file.Length, (int)report["bytes"]!);
        Assert.Equal(file.Length, report["ledger"]!.AsArray().Sum(l => (int)l!["bytes"]!));
        Assert.Equal(4 * 266610.0 / file.Length, (double)report["ratio"]!, 3);
        Assert.True((double)report["ratio"]! > 25, report["ratio"]!.ToJsonString());
        Assert.Equal(report.ToJsonString(), JsonNode.Parse(File.ReadAllText(w.At("a.report.json")))!.ToJsonString());
        JsonArray stages = report["stages"]!.AsArray();
        Assert.Equal(["original", "prune", "train", "codebook", "train", "remove-neurons", "bias"], stages.Select(s => (string)s!["method"]!));
        Assert.Equal(file.Length, (int)stages[^1]!["bytesBest"]!);
        Assert.Equal(3, report["epochs"]!.AsArray().Count);
        string page = File.ReadAllText(w.At("a.report.html"));
        Assert.Equal(4, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("http", page);

        JsonObject tested = Workspace.Json("eval", w.At("a.erm"), "--data", data);
        Assert.Equal((int)report["testAfter"]!["correct"]!, (int)tested["correct"]!);
        Assert.True((int)tested["correct"]! > 100, tested.ToJsonString());

        Workspace.Json("compress", network, "--recipe", recipe, "--data", data, "-o", w.At("b.erm"), "--threads", "2", "--sensitivity", "0", "--checkpoint", w.At("states"), "--teacher", network, "--seed", "1");
        Assert.Equal(2, Directory.GetFiles(w.At("states")).Length);
    }

    [Fact]
    public void SensitivityIsATableCsvAndAPage()
    {
        using Workspace w = new();
        (string data, string network) = Trained(w);
        (int code, string output, string error) = Workspace.Run("sensitivity", network, "--data", data, "--limit", "50", "--csv", w.At("s.csv"), "--html", w.At("s.html"), "--levels", "0.5,0.1");
        Assert.True(code == 0, error);
        Assert.Equal(3, output.Split('\n').Count(l => l.StartsWith("| Dense", System.StringComparison.Ordinal) || l.StartsWith("| fc", System.StringComparison.Ordinal)));
        Assert.Equal(7, File.ReadAllLines(w.At("s.csv")).Length);
        Assert.Contains("<svg", File.ReadAllText(w.At("s.html")));
    }

    [Theory]
    [InlineData("""{ "stages": [ { "method": "prune", "density": 0.1, "layers": ["fc9"] }, { "method": "train", "epochs": 1 } ] }""", "no layer matches \"fc9\"; the network's layers are")]
    [InlineData("""{ "stages": [ { "method": "prune", "density": 1.1 } ] }""", "\"density\" of \"prune\" is 1.1, expected a number from 0 to 1")]
    [InlineData("""{ "stages": [ { "method": "train", "epochs": 1, "validation": 500 } ] }""", "500 samples were to be held out, but there are 120")]
    public void WrongRecipesAreOneSentenceAndOverwriteNothing(string recipe, string expected)
    {
        using Workspace w = new();
        (string data, string network) = Trained(w);
        Refused(w, expected, "compress", network, "--recipe", w.Write("r.json", System.Text.Encoding.UTF8.GetBytes(recipe)), "--data", data, "--sensitivity", "0", "-o", w.Write("old.erm", [1, 2, 3]));
    }

    [Fact]
    public void WrongFilesAreOneSentenceAndOverwriteNothing()
    {
        using Workspace w = new();
        (string data, string network) = Trained(w);
        string recipe = w.Write("r.json", System.Text.Encoding.UTF8.GetBytes(Recipe)), old = w.Write("old.erm", [1, 2, 3]);
        string broken = w.Network("nan.onnx", g => g.Initializer[0].FloatData[1] = float.NaN);
        Refused(w, "not a number", "compress", broken, "--recipe", recipe, "--data", data, "-o", old);
        Refused(w, "there is no network file", "compress", w.At("none.onnx"), "--recipe", recipe, "--data", data, "-o", old);
        Refused(w, "end in .erm", "compress", network, "--recipe", recipe, "--data", data, "-o", w.At("x.bin"));
        Refused(w, "needs training pictures; run it with edge compress", "convert", network, "--recipe", recipe, "--data", data, "-o", old);
        File.WriteAllBytes(w.At("train-images-idx3-ubyte"), [9, 9, 9, 9, 0, 0, 0, 0]);
        Refused(w, "it is another kind of file", "compress", network, "--recipe", recipe, "--data", data, "-o", old);
        Refused(w, "it is another kind of file", "train", "--arch", "lenet5", "--data", data, "-o", w.At("new.onnx"));
        File.Delete(w.At("train-labels-idx1-ubyte"));
        Refused(w, "train-labels-idx1-ubyte", "compress", network, "--recipe", recipe, "--data", data, "-o", old);
    }

    private static void Refused(Workspace w, string expected, params string[] command)
    {
        string[] before = [.. w.Files().Order()];
        byte[][] contents = [.. before.Select(File.ReadAllBytes)];
        (int code, string output, string error) = Workspace.Run(command);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(expected, error);
        Assert.Single(error.TrimEnd().Split('\n'), line => line.StartsWith("edge: ", System.StringComparison.Ordinal) && !line.StartsWith("edge: note", System.StringComparison.Ordinal));
        Assert.Equal(before, w.Files().Order());
        Assert.Equal(contents, before.Select(File.ReadAllBytes));
    }

    private static (string Data, string Network) Trained(Workspace w)
    {
        string data = Blocks.Write(w);
        Workspace.Json("train", "--arch", "lenet-300-100", "--data", data, "--epochs", "4", "--batch", "16", "--threads", "1", "-o", w.At("net.onnx"));
        return (data, w.At("net.onnx"));
    }
}
