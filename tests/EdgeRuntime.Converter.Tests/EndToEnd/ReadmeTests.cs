using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Report;

using Xunit;

namespace EdgeRuntime.Converter.Tests.EndToEnd;

/// <summary>What README tells people to write works, with the network and images the project ships.</summary>
public partial class ReadmeTests
{
    [Fact]
    public void TheProgramExampleClassifies()
    {
        string folder = Directory.CreateTempSubdirectory("edge-readme-").FullName;
        try
        {
            string path = Path.Combine(folder, "fashion.erm");
            ConvertResult converted = ConvertPipeline.Run(new ConvertRequest { Path = Shipped("fashion-lenet5.onnx"), Recipe = Recipe.Load("int8-weights") });
            File.WriteAllBytes(path, converted.Bytes);
            (float[] input, int label) = FirstImage(folder, path);

            using Model model = Model.Load(path);
            using Session session = new(model);
            float[] scores = new float[model.Outputs[0].Count];
            session.Run(input, scores);

            Assert.Equal(label, Array.IndexOf(scores, scores.Max()));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void TheRecipeExampleParses()
    {
        Match json = JsonBlock().Match(Readme());
        Recipe recipe = Recipe.Parse(json.Groups[1].Value, "README");
        Assert.Equal("mine", recipe.Name);
        Assert.Equal(3, recipe.Stages.Count);
        Assert.Equal(5, Recipe.Parse(json.NextMatch().Groups[1].Value, "README").Stages.Count);
    }

    [Fact]
    public void TheRetrainingTablesComeFromTheReports()
    {
        (string, JsonObject)[] reports = [.. Directory.GetFiles(Path.Combine(Root(), "results"), "*.json").Order(StringComparer.Ordinal)
            .Select(f => (SeedOfReport().Replace(Path.GetFileName(f), ""), JsonNode.Parse(File.ReadAllText(f))!.AsObject()))];
        Assert.NotEmpty(reports);
        Assert.All(reports, r => Assert.Equal((int)r.Item2["bytes"]!, r.Item2["ledger"]!.AsArray().Sum(l => (int)l!["bytes"]!)));
        Assert.Contains(ReportTable.Sizes(reports), Readme(), StringComparison.Ordinal);
        Assert.Contains(ReportTable.Shares(reports), Readme(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheProgramExampleIsTheOneTestedHere()
    {
        string test = File.ReadAllText(Path.Combine(Root(), "tests/EdgeRuntime.Converter.Tests/EndToEnd/ReadmeTests.cs"));
        string[] lines = [.. CodeBlock().Match(Readme()).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Contains(line, test, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryReadyRecipeIsListed()
    {
        string readme = Readme();
        Assert.All(Recipe.Ready.Concat(Recipe.Retraining), name => Assert.Contains($"`{name}`", readme, StringComparison.Ordinal));
    }

    private static (float[] Input, int Label) FirstImage(string folder, string modelPath)
    {
        File.Copy(Shipped("fashion-1000-images-idx3-ubyte.gz"), Path.Combine(folder, "t10k-images-idx3-ubyte.gz"));
        File.Copy(Shipped("fashion-1000-labels-idx1-ubyte.gz"), Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        DataSet data = DataSetKind.OpenSpec("fashion-mnist:" + folder);
        using Model model = Model.Load(modelPath);
        NetworkInput preparation = NetworkInput.Of(model.InputSpecification!);
        float[] input = new float[preparation.Length];
        preparation.Fill(data[0], input);
        return (input, data.Label(0));
    }

    private static string Shipped(string file) => Path.Combine(Root(), "converter", "EdgeRuntime.Cli", "Demo", file);

    private static string Readme() => File.ReadAllText(Path.Combine(Root(), "README.md"));

    private static string Root()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "EdgeRuntime.sln"))) root = root.Parent;
        return root!.FullName;
    }

    [GeneratedRegex(@"-\d+\.report\.json$")]
    private static partial Regex SeedOfReport();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
