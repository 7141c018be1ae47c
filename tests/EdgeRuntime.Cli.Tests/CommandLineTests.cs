using System.IO;
using System.Linq;
using Xunit;

namespace EdgeRuntime.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("fly")]
    [InlineData("eval")]
    [InlineData("eval", "a.erm")]
    [InlineData("eval", "a.erm", "--data", "mnist:x", "--limit", "-1")]
    [InlineData("eval", "a.erm", "--data", "mnist:x", "--limit", "many")]
    [InlineData("eval", "a.erm", "--data", "mnist:x", "--threads", "0")]
    [InlineData("eval", "a.erm", "--data", "mnist:x", "--frobnicate")]
    [InlineData("run", "a.erm")]
    [InlineData("run", "a.erm", "a.png", "--top", "0")]
    [InlineData("convert", "a.onnx")]
    [InlineData("convert", "a.onnx", "-o", "b.erm", "--seed", "-1")]
    [InlineData("convert", "a.onnx", "-o", "b.erm", "--max-drop", "some")]
    [InlineData("inspect")]
    [InlineData("inspect", "a.erm", "b.erm")]
    [InlineData("bench", "a.erm", "--threads", "0")]
    [InlineData("bench", "a.erm", "--weights", "tiny")]
    [InlineData("run", "a.erm", "a.png", "--weights", "3")]
    public void MisuseIsOneSentence(params string[] args)
    {
        (int code, string output, string error) = Workspace.Run(args);
        Assert.Equal(EdgeCommand.Misused, code);
        Assert.Empty(output);
        Assert.StartsWith("edge: ", error);
        Assert.Contains("--help", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void EveryVerbHasHelp()
    {
        foreach (Verbs.Verb verb in EdgeCommand.Verbs)
        {
            (int code, string output, string error) = Workspace.Run(verb.Name, "--help");
            Assert.Equal((0, ""), (code, error));
            Assert.Contains(verb.Summary, output);
            Assert.Contains("--json", output);
        }

        string help = Workspace.Run("--help").Out;
        Assert.All(EdgeCommand.Verbs, v => Assert.Contains(v.Name, help));
        Assert.Equal(EdgeCommand.Verbs.Length, EdgeCommand.Verbs.Select(v => v.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("eval", "no-such.erm", "--data", "mnist:x")]
    [InlineData("run", "no-such.erm", "a.png")]
    [InlineData("inspect", "no-such.erm")]
    [InlineData("convert", "no-such.erm", "-o", "never-written.erm")]
    [InlineData("bench", "no-such.erm")]
    public void AMissingNetworkIsOneSentence(params string[] args)
    {
        (int code, string output, string error) = Workspace.Run(args);
        Assert.Equal((EdgeCommand.Failed, "", "edge: there is no network file no-such.erm\n"), (code, output, error.ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("bench")]
    public void ADamagedModelIsOneSentence(string verb)
    {
        using Workspace work = new();
        byte[] good = File.ReadAllBytes(work.Model());
        good[^1] ^= 1;
        foreach (byte[] content in new byte[][] { [], [1, 2, 3], good, good[..^1] })
        {
            (int code, string output, string error) = Workspace.Run(verb, work.Write("bad.erm", content), "--json");
            Assert.Equal((EdgeCommand.Failed, ""), (code, output));
            Assert.StartsWith("edge: ", error);
            Assert.Single(error.TrimEnd().Split('\n'));
            Assert.DoesNotContain("   at ", error);
        }
    }

    [Fact]
    public void AnUnknownKindOfFileIsOneSentence()
    {
        using Workspace work = new();
        Assert.Contains("is no network file that is known", Workspace.Run("inspect", work.Write("a.txt", [1])).Error);
        Assert.Contains("is a folder", Workspace.Run("inspect", work.At(".")).Error);
    }
}
