using System;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class RecipeTests
{
    [Theory]
    [InlineData("", "not valid JSON at line 1")]
    [InlineData("{\n \"stages\": [ }", "not valid JSON at line 2")]
    [InlineData("[]", "$: found a list, expected an object")]
    [InlineData("{}", "$: \"stages\" is missing")]
    [InlineData("""{ "stages": 3 }""", "$.stages: found 3, expected a list")]
    [InlineData("""{ "stages": [], "colour": 1 }""", "$: \"colour\" is not known here; there are name")]
    [InlineData("""{ "stages": [], "stages": [] }""", "$: \"stages\" stands twice")]
    [InlineData("""{ "name": 7, "stages": [] }""", "$.name: found 7, expected text")]
    [InlineData("""{ "stages": [ 1 ] }""", "$.stages[0]: found 1, expected an object")]
    [InlineData("""{ "stages": [ {} ] }""", "$.stages[0]: \"method\" is missing; expected one of auto-detect, prune")]
    [InlineData("""{ "stages": [ { "method": "zip" } ] }""", "$.stages[0].method: there is no method \"zip\"; expected one of")]
    [InlineData("""{ "stages": [ { "method": "prune" } ] }""", "$.stages[0]: none of density, threshold, deviations, error given")]
    [InlineData("""{ "stages": [ { "method": "prune", "density": 0.1, "error": 0.1 } ] }""", "density and error of density, threshold")]
    [InlineData("""{ "stages": [ { "method": "float16" }, { "method": "prune", "density": 1.5 } ] }""", "$.stages[1].density: \"density\" of \"prune\" is 1.5, expected a number from 0 to 1")]
    [InlineData("""{ "stages": [ { "method": "prune", "density": -0.1 } ] }""", "expected a number from 0 to 1")]
    [InlineData("""{ "stages": [ { "method": "prune", "density": 1e999 } ] }""", "$.stages[0].density")]
    [InlineData("""{ "stages": [ { "method": "prune", "density": "low" } ] }""", "$.stages[0].density: found \"low\", expected a number")]
    [InlineData("""{ "stages": [ { "method": "prune", "threshold": -1 } ] }""", "expected a number of at least 0")]
    [InlineData("""{ "stages": [ { "method": "codebook", "bits": 9 } ] }""", "$.stages[0].bits: \"bits\" of \"codebook\" is 9, expected an integer from 1 to 8")]
    [InlineData("""{ "stages": [ { "method": "codebook", "bits": 2.5 } ] }""", "expected an integer from 1 to 8")]
    [InlineData("""{ "stages": [ { "method": "codebook", "bits": 2, "start": "good" } ] }""", "expected one of \"linear\", \"density\", \"random\"")]
    [InlineData("""{ "stages": [ { "method": "codebook", "bits": 2, "start": 1 } ] }""", "$.stages[0].start: found 1, expected one of")]
    [InlineData("""{ "stages": [ { "method": "codebook", "bits": 2, "colour": 1 } ] }""", "\"colour\" is not known here; \"codebook\" has method, layers, bits")]
    [InlineData("""{ "stages": [ { "method": "int8", "layers": [] } ] }""", "$.stages[0].layers: the list is empty")]
    [InlineData("""{ "stages": [ { "method": "int8", "layers": "ip1" } ] }""", "$.stages[0].layers: found \"ip1\", expected a list")]
    [InlineData("""{ "stages": [ { "method": "int8", "layers": [1] } ] }""", "$.stages[0].layers[0]: found 1, expected text")]
    [InlineData("""{ "stages": [ { "method": "int8", "layers": ["@middle"] } ] }""", "$.stages[0].layers[0]: \"@middle\" is not a selector; there are @first")]
    [InlineData("""{ "stages": [ { "method": "int8", "layers": ["!"] } ] }""", "$.stages[0].layers[0]: an empty pattern")]
    [InlineData("""{ "stages": [], "coding": "zip" }""", "$.coding: there is no coding \"zip\"; expected one of best, raw, huffman, range")]
    [InlineData("""{ "stages": [], "overrides": [] }""", "$.overrides: found a list, expected an object")]
    [InlineData("""{ "stages": [], "overrides": { "ip1": true } }""", "$.overrides[\"ip1\"]: found true, expected false, or an object")]
    [InlineData("""{ "stages": [], "overrides": { "!ip1": {} } }""", "without \"!\"")]
    [InlineData("""{ "stages": [], "overrides": { "ip1": { "zip": {} } } }""", "$.overrides[\"ip1\"]: \"zip\" is not known here; there are coding, auto-detect")]
    [InlineData("""{ "stages": [], "overrides": { "ip1": { "prune": 1 } } }""", "$.overrides[\"ip1\"].prune: found 1, expected false")]
    [InlineData("""{ "stages": [], "overrides": { "ip1": { "prune": { "density": 2 } } } }""", "$.overrides[\"ip1\"].prune.density: \"density\" of \"prune\" is 2")]
    [InlineData("""{ "stages": [], "overrides": { "ip1": { "prune": { "density": 0.2, "error": 0.2 } } } }""", "needs exactly one of them")]
    [InlineData("""{ "stages": [], "overrides": { "ip1": { "coding": "zip" } } }""", "$.overrides[\"ip1\"].coding")]
    public void BadRecipesGetASentence(string json, string expected)
    {
        ConversionException e = Assert.Throws<ConversionException>(() => Recipe.Parse(json, "mine.json"));
        Assert.Contains(expected, e.Message);
        Assert.StartsWith("recipe 'mine.json'", e.Message);
        Assert.EndsWith(".", e.Message);
    }

    [Fact]
    public void AnyPrefixOfARecipeIsASentence()
    {
        const string json = """{ "name": "x", "stages": [ { "method": "prune", "density": 0.5, "layers": ["ip*"] } ], "overrides": { "ip1": { "prune": false } } }""";
        for (int length = 0; length < json.Length; length++) Assert.Throws<ConversionException>(() => Recipe.Parse(json[..length], "x"));
        Assert.Equal("x", Recipe.Parse(json, "x").Name);
    }

    [Theory]
    [InlineData("""{ "stages": [ { "method": "int8", "layers": ["ip1", "conv*"] } ] }""", "$.stages[0].layers[1]: no layer matches \"conv*\"; the network's layers are ip1, ip2")]
    [InlineData("""{ "stages": [ { "method": "int8", "layers": ["!ip9"] } ] }""", "no layer matches \"ip9\"")]
    [InlineData("""{ "stages": [], "overrides": { "ip7": false } }""", "$.overrides[\"ip7\"]: no layer matches \"ip7\"")]
    public void PatternsMustMatch(string json, string expected)
    {
        ModelGraph graph = Networks.Chain((2, [1, 2, 3, 4]), (2, [1, 2, 3, 4]));
        Assert.Contains(expected, Assert.Throws<ConversionException>(() => Compressor.Apply(graph, Recipe.Parse(json, "r"), new())).Message);
    }

    [Theory]
    [InlineData("""["ip1"]""", "ip1")]
    [InlineData("""["ip*"]""", "ip1 ip2 ip3")]
    [InlineData("""["?p2", "@last"]""", "ip2 ip3")]
    [InlineData("""["@first"]""", "ip1")]
    [InlineData("""["@dense", "!@first"]""", "ip2 ip3")]
    [InlineData("""["!@last"]""", "ip1 ip2")]
    [InlineData("""["@conv", "@stem"]""", "")]
    [InlineData("""["*3"]""", "ip3")]
    public void PatternsChooseLayers(string layers, string expected)
    {
        ModelGraph graph = Networks.Chain((4, Networks.Normal(16, 1)), (4, Networks.Normal(16, 2)), (4, Networks.Normal(16, 3)));
        Compressor.Apply(graph, Recipe.Parse($$"""{ "stages": [ { "method": "int8", "layers": {{layers}} } ] }""", "r"), new());
        Assert.Equal(expected, string.Join(" ", graph.Nodes.Where(n => n.Weights!.Form == WeightForm.Integer).Select(n => n.Name)));
    }

    [Fact]
    public void OverridesChangeSettingsLeaveMethodsOutOrLeaveLayersAlone()
    {
        ModelGraph graph = Networks.Chain((4, Networks.Normal(400, 1)), (4, Networks.Normal(400, 2)), (4, Networks.Normal(400, 3)), (4, Networks.Normal(400, 4)));
        Compressor.Apply(graph, Recipe.Parse("""
            {
              "stages": [ { "method": "prune", "density": 0.5 }, { "method": "codebook", "bits": 2 } ],
              "overrides": { "ip2": { "prune": { "error": 1 }, "coding": "raw" }, "ip3": { "prune": false, "codebook": { "bits": 5 } }, "ip4": false },
              "coding": "huffman"
            }
            """, "r"), new());
        LayerWeights[] w = [.. graph.Nodes.Select(n => n.Weights!)];
        Assert.Equal([200, 0, 400, 400], w.Select(x => x.NonZero));
        Assert.Equal([2, 1, 5, 0], w.Select(x => x.Bits));
        Assert.Equal(["huffman", "raw", "huffman", "huffman"], w.Select(x => x.Coding));
        Assert.Equal(WeightForm.Float32, w[3].Form);
    }

    [Fact]
    public void ReadyRecipesLoadAndRun()
    {
        foreach (string name in Recipe.Ready)
        {
            Recipe recipe = Recipe.Load(name);
            Assert.Equal(name, recipe.Name);
            Assert.EndsWith(".", recipe.Description);
            ModelGraph graph = Networks.Chain((10, Networks.Normal(1000, 1)), (10, Networks.Normal(100, 2)), (10, Networks.Normal(100, 3)));
            CompressionContext context = new() { Calibration = new DelegateActivationSource(2, Ones) };
            CompressionReport report = Compressor.Apply(graph, recipe, context);
            Assert.All(graph.Nodes, n => Networks.CheckInvariants(n.Weights!, name));
            Assert.True(name == "float32" ? report.EstimatedBytes == report.OriginalBytes : report.EstimatedBytes < 0.6 * report.OriginalBytes, report.ToString());
        }

        static void Ones(ModelGraph graph, int sample, ActivationVisitor visit)
        {
            foreach (string name in (string[])["x", "y1", "y2", "y3"]) visit(name, [-1, 0.5f * sample, 1]);
        }
    }

    [Fact]
    public void UnknownNamesListTheReadyRecipes()
        => Assert.Contains("one of float32, float16", Assert.Throws<ConversionException>(() => Recipe.Load("no-such-recipe")).Message);

    [Fact]
    public void AFileThatIsTooLongIsRefused()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, new string(' ', (1 << 20) + 1));
        Assert.Contains("at most 1048576", Assert.Throws<ConversionException>(() => Recipe.Load(path)).Message);
        File.Delete(path);
    }

    /// <summary>To renew the file after a change of methods, copy the text that this test prints.</summary>
    [Fact]
    public void ThePublishedSchemaIsUpToDate()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "EdgeRuntime.sln"))) root = root.Parent;
        if (root is null) Assert.Skip("the tests run outside the source tree");
        string file = Path.Combine(root.FullName, "converter", "EdgeRuntime.Converter", "Compression", "recipe.schema.json");
        Assert.Equal(RecipeSchema.Text(), File.ReadAllText(file).ReplaceLineEndings("\n"));
    }
}
