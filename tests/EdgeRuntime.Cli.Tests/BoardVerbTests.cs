using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Cli.Deploy;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Boards;
using Xunit;

namespace EdgeRuntime.Cli.Tests;

public sealed class BoardVerbTests
{
    private static readonly string[] Linux = ["linux-x64", "raspberry-pi-3b-plus", "raspberry-pi-4b", "raspberry-pi-5", "raspberry-pi-zero-2w"];

    [Fact]
    public void EveryBoardIsListed()
    {
        (int code, string output, string error) = Workspace.Run("boards");
        Assert.True(code == 0, error);
        Assert.All(BoardList.All, b => Assert.Contains(b.Id, output));
        Assert.Equal(Linux, BoardList.All.Where(b => b.Runs(BoardSystem.Linux)).Select(b => b.Id));
        (code, output, error) = Workspace.Run("boards", "--json");
        Assert.True(code == 0, error);
        Assert.Equal(BoardList.All.Count, JsonNode.Parse(output)!.AsArray().Count);
    }

    [Fact]
    public void FitComparesMemoryAndPredictsTheTime()
    {
        using Workspace work = new();
        string model = work.Model();
        double before = double.MaxValue;
        // From the slowest to the fastest core.
        foreach (string id in new[] { "raspberry-pi-zero-2w", "raspberry-pi-3b-plus", "raspberry-pi-4b", "raspberry-pi-5" })
        {
            JsonObject fit = Workspace.Json("fit", model, "--board", id);
            Assert.True(fit["fits"]!.GetValue<bool>());
            double milliseconds = fit["milliseconds"]!.GetValue<double>();
            Assert.InRange(milliseconds, 1e-6, before);
            before = milliseconds;
            Assert.Equal("Dense", fit["operations"]![0]!["kind"]!.GetValue<string>());
        }

        (int code, string output, _) = Workspace.Run("fit", model, "--board", "raspberry-pi-4b");
        Assert.Equal(0, code);
        Assert.Contains("ram: fits", output);
        Assert.Contains("of weights at 2.5 GB/s", output);
    }

    [Fact]
    public void AModelThatIsTooLargeIsRefusedWithTheBytesThatAreMissing()
    {
        using Workspace work = new();
        string board = work.Write("tiny.json", """
            { "id": "tiny", "name": "tiny", "systems": ["linux"], "core": { "type": "cortex-a53", "count": 1, "features": [], "clockHz": 1000000000 }, "runtimeIdentifier": "linux-arm64",
              "memory": [ { "name": "card", "kind": "flash", "bytes": 8000000000 }, { "name": "ram", "kind": "ram", "bytes": 64000000 } ] }
            """u8.ToArray());
        (int code, string output, _) = Workspace.Run("fit", work.Model(), "--board", board);
        Assert.Equal(EdgeCommand.Failed, code);
        Assert.Contains("bytes too many", output);
    }

    [Theory]
    [InlineData("raspberry-pi-4", "did you mean raspberry-pi-4b")]
    [InlineData("raspberry-pi", "did you mean raspberry-pi-3b-plus")]
    [InlineData("rasberry-pi-5", "did you mean raspberry-pi-5?")]
    [InlineData("Linux-X64", "did you mean linux-x64?")]
    [InlineData("toaster", "there is no board 'toaster'; there are")]
    public void ANearMissOfABoardIsAnsweredWithTheRightName(string id, string part)
        => Assert.Contains(part, Assert.Throws<ConversionException>(() => BoardList.Find(id)).Message);

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$(x) `y` \"z\" \\ *", "'$(x) `y` \"z\" \\ *'")]
    [InlineData("", "''")]
    public void WordsForTheShellOfADeviceAreQuoted(string word, string expected) => Assert.Equal(expected, RemoteShell.Quoted(word));

    [Fact]
    public void AFolderThatSystemdWouldMisreadIsRefused()
    {
        Assert.Contains("ExecStart=\"/home/a b/edge/current/edge-run\" @arguments\n", Deployment.Unit("/home/a b/edge", "a"));
        foreach (char c in "\"\\%$") Assert.Throws<ConversionException>(() => Deployment.Unit($"/home/{c}", "a"));
    }
}
