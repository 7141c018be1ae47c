using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace EdgeRuntime.Cli.Tests;

public sealed class VerbTests
{
    private static void Pictures(Workspace work)
    {
        work.Picture("set/a/1.png", 9, 0, 0, 0);
        work.Picture("set/a/2.png", 0, 9, 0, 0);
        work.Picture("set/b/1.png", 0, 9, 0, 0);
        work.Picture("set/c/1.png", 1, 2, 9, 0);
        work.Picture("set/c/2.png", 5, 5, 5, 0);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("4")]
    public void EvalCountsCorrectPictures(string threads)
    {
        using Workspace work = new();
        Pictures(work);
        JsonObject result = Workspace.Json("eval", work.Model(), "--data", "folder:" + work.At("set"), "--threads", threads);
        Assert.Equal(["images", "correct", "top1", "top5", "millisecondsPerImage"], result.Select(p => p.Key));
        Assert.Equal((5, 3, 60.0, 100.0), ((int)result["images"]!, (int)result["correct"]!, (double)result["top1"]!, (double)result["top5"]!));
        Assert.True((double)result["millisecondsPerImage"]! > 0);
    }

    [Fact]
    public void EvalTakesAFewPictures()
    {
        using Workspace work = new();
        Pictures(work);
        Assert.Equal(2, (int)Workspace.Json("eval", work.Model(), "--data", "folder:" + work.At("set"), "--limit", "2")["images"]!);
        Assert.Contains("60.00 %", Workspace.Run("eval", work.Model(), "--data", "folder:" + work.At("set")).Out);
    }

    [Fact]
    public void EvalSaysWhatDoesNotFit()
    {
        using Workspace work = new();
        Pictures(work);
        string data = "folder:" + work.At("set");
        Assert.Contains("does not say how pictures are prepared", Workspace.Run("eval", work.Model("plain.erm", describesInput: false), "--data", data).Error);
        work.Picture("set/d/1.png", 1, 2, 3, 4);
        Assert.Contains("has 3 outputs, but", Workspace.Run("eval", work.Model(), "--data", data).Error);
        Directory.Delete(work.At("set/d"), true);
        work.Write("set/a/3.png", [1, 2, 3, 4]);
        foreach (string threads in new[] { "1", "3" })
        {
            (int code, string output, string error) = Workspace.Run("eval", work.Model(), "--data", data, "--threads", threads, "--json");
            Assert.Equal((EdgeCommand.Failed, ""), (code, output));
            Assert.Contains("a/3.png begins with 01020304", error);
        }
    }

    [Fact]
    public void RunListsTheBestClasses()
    {
        using Workspace work = new();
        string model = work.Model(), picture = work.Picture("a.png", 3, 9, 5, 0);
        JsonObject first = Workspace.Json("run", model, picture, picture, "--top", "2")["images"]![0]!.AsObject();
        Assert.Equal(picture, (string)first["image"]!);
        Assert.Equal(["second", "third"], first["classes"]!.AsArray().Select(c => (string)c!["label"]!));
        Assert.Equal([1, 2], first["classes"]!.AsArray().Select(c => (int)c!["class"]!));
        Assert.Equal(9f, (float)first["classes"]![0]!["score"]!);
        Assert.Contains("second", Workspace.Run("run", model, picture).Out);
    }

    [Fact]
    public void RunReportsAMissingPicture()
    {
        using Workspace work = new();
        (int code, string output, string error) = Workspace.Run("run", work.Model(), work.At("none.png"), "--json");
        Assert.Equal((EdgeCommand.Failed, ""), (code, output));
        Assert.Contains("there is no image file", error);
    }

    [Fact]
    public void InspectAccountsForEveryByte()
    {
        using Workspace work = new();
        string model = work.Model();
        JsonObject result = Workspace.Json("inspect", model);
        long length = new FileInfo(model).Length;
        Assert.Equal(length, (long)result["bytes"]!);
        Assert.Equal(length, result["ledger"]!.AsArray().Sum(l => (long)l!["bytes"]!));
        Assert.All(result["ledger"]!.AsArray(), l => Assert.True((long)l!["bytes"]! > 0));
        Assert.Contains(result["ledger"]!.AsArray(), l => (string)l!["layer"]! == "scores" && (string)l["cause"]! == "values" && (int)l["bytes"]! == 48);
        Assert.Equal(12, (int)result["macs"]!);
        Assert.Equal("scores", (string)result["operations"]![0]!["name"]!);
        Assert.True((long)result["arenaBytes"]! >= 28);
        Assert.Contains("scores", Workspace.Run("inspect", model).Out);
    }

    [Theory]
    [InlineData("1", "expanded")]
    [InlineData("1", "file")]
    [InlineData("2", "symbols")]
    [InlineData("2", "coded")]
    public void BenchOrdersItsPercentiles(string threads, string weights)
    {
        using Workspace work = new();
        JsonObject result = Workspace.Json("bench", work.Model(), "--threads", threads, "--weights", weights);
        Assert.Equal(weights, (string)result["weights"]!);
        Assert.Equal(weights == "file", (long)result["preparedBytes"]! == 0);
        double minimum = (double)result["minimumMilliseconds"]!, median = (double)result["medianMilliseconds"]!, p95 = (double)result["p95Milliseconds"]!;
        Assert.True(minimum <= median && median <= p95 && (int)result["runs"]! >= 20);
        Assert.Equal(int.Parse(threads), (int)result["threads"]!);
        Assert.Equal(12, (long)Assert.Single(result["operations"]!.AsArray())!["macs"]!);
    }

    [Fact]
    public void PercentilesFollowTheirDefinition()
    {
        double[] ten = [.. Enumerable.Range(1, 10).Select(i => (double)i)];
        Assert.Equal((5, 10, 1), (Benchmark.Percentile(ten, 50), Benchmark.Percentile(ten, 95), Benchmark.Percentile(ten[..1], 95)));
    }
}
