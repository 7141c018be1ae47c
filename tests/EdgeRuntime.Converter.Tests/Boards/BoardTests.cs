using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using EdgeRuntime.Converter.Boards;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Boards;

/// <summary>The folders of boards/, their schema and the reader.</summary>
public class BoardTests
{
    private static readonly string Folder = FindFolder();

    public static TheoryData<string> Ids => [.. Directory.GetDirectories(Folder).Select(d => Path.GetFileName(d))];

    [Theory]
    [MemberData(nameof(Ids))]
    public void IsValidAndDocumented(string id)
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "board.schema.json")));
        using JsonDocument board = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, id, "board.json")));
        Assert.Empty(JsonSchema.Violations(schema.RootElement, board.RootElement));
        Assert.Equal(id, BoardList.Find(id).Id);
        Assert.True(File.Exists(Path.Combine(Folder, id, "README.md")), $"boards/{id} has no README.md");
    }

    [Theory]
    [InlineData("\"cortex-m4\"", "\"cortex-m99\"", "$.core.type")]
    [InlineData("\"cmsdk\"", "7", "$.serial.driver")]
    [InlineData("0x20000000", "536870912", "$.memory[1].origin")]
    [InlineData("\"count\": 1", "\"cores\": 1", "$.core.count is missing")]
    public void TheSchemaRefuses(string right, string wrong, string finding)
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "board.schema.json")));
        using JsonDocument board = JsonDocument.Parse(Example().Replace(right, wrong));
        Assert.Contains(JsonSchema.Violations(schema.RootElement, board.RootElement), v => v.StartsWith(finding, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"count\": 1", "\"cores\": 1", "cores")]
    [InlineData("\"kind\": \"ram\"", "\"kind\": \"flash\"", "no region of kind ram")]
    [InlineData("0x20000000", "536870912", "0x and eight digits")]
    [InlineData("\"bare-metal\"", "\"linux\"", "runtimeIdentifier")]
    [InlineData("\"bare-metal\"", "\"nanoframework\"", "nanoFramework")]
    [InlineData("\"serial\"", "\"nothing\"", "nothing")]
    public void TheReaderRefuses(string right, string wrong, string words)
    {
        string text = Example().Replace(right, wrong);
        Assert.Contains(words, Assert.Throws<ConversionException>(() => BoardFile.Parse(Encoding.UTF8.GetBytes(text), "b")).Message);
    }

    [Fact]
    public void AnUnknownIdIsAnsweredWithTheKnownOnes()
        => Assert.Contains("mps2-an386", Assert.Throws<ConversionException>(() => BoardList.Find("toaster")).Message);

    private static string Example() => File.ReadAllText(Path.Combine(Folder, "mps2-an386", "board.json"));

    private static string FindFolder()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at != null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "EdgeRuntime.sln"))) return Path.Combine(at.FullName, "boards");
        throw new DirectoryNotFoundException("EdgeRuntime.sln lies in no folder above the tests");
    }
}
