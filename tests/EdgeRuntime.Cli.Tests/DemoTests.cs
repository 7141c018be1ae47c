using System.IO;
using System.Linq;
using EdgeRuntime.Cli.Demo;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Imaging;
using Xunit;

namespace EdgeRuntime.Cli.Tests;

public sealed class DemoTests
{
    private static readonly Image Cross = new(2, 3, 1, [255, 0, 0, 255, 255, 0]);

    private static Stream Resource(string name) => typeof(EdgeCommand).Assembly.GetManifestResourceStream("EdgeRuntime.Cli.Demo." + name)!;

    [Fact]
    public void ShipsAThousandPictures()
    {
        using MemoryStream images = new(), labels = new();
        using (Stream s = Resource("fashion-1000-images-idx3-ubyte.gz")) s.CopyTo(images);
        using (Stream s = Resource("fashion-1000-labels-idx1-ubyte.gz")) s.CopyTo(labels);
        DataSet data = IdxDataSet.Read("fashion", MnistData.Clothes, images, labels);
        Assert.Equal((1000, 28, 28), (data.Count, data[0].Width, data[999].Height));
        Assert.Equal([9, 2, 1, 1, 6], Enumerable.Range(0, 5).Select(data.Label));
        Assert.Equal(10, Enumerable.Range(0, data.Count).Select(data.Label).Distinct().Count());
    }

    [Fact]
    public void DrawsTwoRowsALine()
    {
        Assert.Equal("++\n@ \n", TerminalPicture.Characters(Cross).Replace('=', '+').Replace('-', '+'));
        string[] lines = TerminalPicture.Colours(Cross).TrimEnd('\n').Split('\n');
        Assert.Equal("[rgb(255,255,255) on rgb(0,0,0)]▀[/][rgb(0,0,0) on rgb(255,255,255)]▀[/]", lines[0]);
        Assert.Equal("[rgb(255,255,255) on default]▀[/][rgb(0,0,0) on default]▀[/]", lines[1]);
    }

    [Fact]
    public void ThePageNeedsNothingElse()
    {
        DemoRow[] rows = [new("float32", 1000, 1, new EvaluationResult(10, 9, 10, 0.5)), new("small<1>", 100, 10, new EvaluationResult(10, 8, 10, 0.25))];
        string page = DemoPage.Write(new DemoResult("a & b", 1000, rows, [new DemoPicture(Cross, "Bag", "Bag"), new DemoPicture(Cross, "Coat", "Shirt")]));
        Assert.Contains("a &amp; b", page);
        Assert.Contains("small&lt;1&gt;", page);
        Assert.Contains("<td>10.0</td><td>80.0 %</td>", page);
        Assert.Contains("Shirt (is: Coat)", page);
        Assert.Equal(2, page.Split("data:image/png;base64,").Length - 1);
        Assert.DoesNotContain("http", page);
        Assert.DoesNotContain("<script", page);
    }
}
