using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Report;
using EdgeRuntime.Converter.Tests.Training;
using EdgeRuntime.Converter.Training;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class SensitivityTests
{
    [Fact]
    public void EveryLayerIsScannedAndNothingChanges()
    {
        ModelGraph graph = SmallTraining.Network();
        Trainer.Run(SmallTraining.Request(graph) with { Epochs = 5 });
        float[] before = SmallTraining.Values(graph);
        int[] all = [.. Enumerable.Range(0, 256)];
        SensitivityScan scan = Sensitivity.Run(graph, SmallTraining.Data(), Sensitivity.Prune, [1, 0.5, 0], all, 2);
        Assert.Equal(before, SmallTraining.Values(graph));
        Assert.Equal(["conv1", "conv2", "fc1", "fc2"], scan.Points.Select(p => p.Layer).Distinct());
        Assert.All(scan.Points.Where(p => p.Level == 1), p => Assert.Equal(scan.Baseline, p.Accuracy));
        Assert.All(scan.Points.Where(p => p.Level == 0), p => Assert.True(p.WeightsLeft == 0 && p.Accuracy < scan.Baseline - 0.2, p.ToString()));
        Assert.Equal(250, scan.Points.First(p => p.Level == 0.5).WeightsLeft);
        Assert.Equal(13, scan.ToCsv().TrimEnd().Split('\n').Length);
        string page = ReportPage.Write(scan, "net");
        Assert.Contains("<polyline", page);
        Assert.DoesNotContain("http", page);

        SensitivityScan shared = Sensitivity.Run(graph, SmallTraining.Data(), Sensitivity.Codebook, [1, 6], all, 1);
        Assert.All(shared.Points.Where(p => p.Level == 6), p => Assert.True(p.Accuracy > shared.Baseline - 0.03, p.ToString()));
    }

    [Theory]
    [InlineData("prune", 1.5, "the density is 1.5")]
    [InlineData("codebook", 9, "9 index bits")]
    [InlineData("guess", 1, "there is no scan \"guess\"")]
    public void WrongLevelsAreASentence(string method, double level, string expected)
        => Assert.Contains(expected, Assert.Throws<ConversionException>(() => Sensitivity.Run(SmallTraining.Network(), SmallTraining.Data(), method, [level])).Message);
}
