using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

using Xunit;

namespace EdgeRuntime.Run.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-run").FullName;
    private readonly FakeHardware hardware = new();
    private readonly StringWriter output = new(), errors = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TheSelfTestPassesOnlyWhenTheBitsAgree()
    {
        Assert.Equal(0, Run("selftest", "--model", Model(ColourModel.File())));
        Assert.Contains("1 certificate reproduced", output.ToString());
        Assert.Equal(1, Run("selftest", "--model", Model(ColourModel.File(wrong: true))));
        Assert.Contains("other results", errors.ToString());
        Assert.Equal(1, Run("selftest", "--json", "--model", Model(ColourModel.File(certificate: false))));
        Assert.Contains("no certificate", errors.ToString());
        Assert.Contains("\"passed\":false", output.ToString());
    }

    [Fact]
    public void PicturesOfAFolderAreClassified()
    {
        Pictures("red", "blue", "green");
        Assert.Equal(0, Run("run", "--model", Model(ColourModel.File()), folder));
        Assert.Equal(["red", "blue", "green"], Lines(output).Select(l => l.Split("  ")[1]));
    }

    [Fact]
    public void AClassSwitchesThePinAndTheEndReleasesIt()
    {
        Pictures("red", "green", "green", "green", "red", "green", "red", "red", "red", "red");
        Assert.Equal(0, Run("classify", "--model", Model(ColourModel.File()), "--camera", $"folder:{folder}", "--on", "green", "--pin", "17", "--smooth", "0.5", "--threshold", "0.7", "--off", "0.3"));
        Assert.Equal(["open 17", "off", "on", "off", "off", "released"], hardware.Calls);
        string[] lines = Lines(output);
        Assert.Equal(10, lines.Length);
        Assert.EndsWith("pin on", lines[2]);
        Assert.Equal("", errors.ToString());
    }

    [Fact]
    public void StoppingReleasesThePinToo()
    {
        Pictures("green", "green", "green");
        using CancellationTokenSource stop = new();
        hardware.AfterRead = stop.Cancel;
        Assert.Equal(0, CommandLine.Run(["classify", "--json", "--model", Model(ColourModel.File()), "--camera", $"folder:{folder}", "--on", "1", "--pin", "4"], hardware, output, errors, stop.Token));
        Assert.Equal(["open 4", "off", "on", "off", "released"], hardware.Calls);
        Assert.Contains("\"class\":\"green\"", Assert.Single(Lines(output)));
    }

    [Theory]
    [InlineData("expanded")]
    [InlineData("symbols")]
    [InlineData("coded")]
    [InlineData("file")]
    public void BenchPrintsTheTimes(string weights)
    {
        Assert.Equal(0, Run("bench", "--model", Model(ColourModel.File()), "--seconds", "0", "--weights", weights));
        Assert.Contains("10 runs", output.ToString());
    }

    [Fact]
    public void TheCostOfFramesIsATable()
    {
        Assert.Equal(0, Run("bench", "--model", Model(ColourModel.File()), "--frames", "64x48", "--seconds", "0"));
        string[] lines = Lines(output);
        Assert.Equal(["Rgb24", "Yuyv", "Nv12", "Mjpeg"], lines.Skip(2).Select(l => l.Split('|')[1].Trim()));
        Assert.All(lines.Skip(2), l => Assert.EndsWith("| 0 |", l));
    }

    [Theory]
    [InlineData(2, "unknown", "dance")]
    [InlineData(2, "--model", "selftest")]
    [InlineData(2, "'--speed' is unknown", "bench", "--speed", "1")]
    [InlineData(2, "lacks its value", "bench", "--model")]
    [InlineData(2, "given twice", "bench", "--json", "--json")]
    [InlineData(2, "red, green, blue", "classify", "--model", "MODEL", "--camera", "folder:x", "--on", "pink", "--pin", "1")]
    [InlineData(2, "--pin", "classify", "--model", "MODEL", "--camera", "folder:x", "--on", "red")]
    [InlineData(2, "0 to 1023", "classify", "--model", "MODEL", "--camera", "folder:x", "--on", "red", "--pin", "-1")]
    [InlineData(2, "area or bilinear", "classify", "--model", "MODEL", "--camera", "folder:x", "--resize", "cubic")]
    [InlineData(2, "as in 640x480", "classify", "--model", "MODEL", "--camera", "folder:x", "--size", "640")]
    [InlineData(2, "0.0.0.0:8080", "classify", "--model", "MODEL", "--camera", "folder:x", "--http", "web")]
    [InlineData(2, "'tiny'; it takes expanded or symbols or coded or file", "bench", "--model", "MODEL", "--weights", "tiny")]
    [InlineData(2, "multiples of 16 and 8", "bench", "--model", "MODEL", "--frames", "100x100")]
    [InlineData(1, "does not exist", "classify", "--model", "MODEL", "--camera", "folder:/nowhere")]
    [InlineData(1, "does not exist", "bench", "--model", "none.erm")]
    [InlineData(1, "not prepared", "run", "--model", "OTHER", ".")]
    public void WrongCommandLinesGiveOneSentence(int code, string part, params string[] words)
    {
        string model = Model(ColourModel.File()), other = Model(ColourModel.File(specification: false));
        Assert.Equal(code, Run([.. words.Select(w => w == "MODEL" ? model : w == "OTHER" ? other : w)]));
        Assert.Contains(part == "not prepared" ? "how pictures are prepared" : part, Assert.Single(Lines(errors)));
        Assert.Equal(0, Run("--help"));
    }

    private static string[] Lines(StringWriter text) => text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private int Run(params string[] words) => CommandLine.Run(words, hardware, output, errors, CancellationToken.None);

    private string Model(byte[] file)
    {
        string path = Path.Combine(folder, Guid.NewGuid() + ".erm");
        File.WriteAllBytes(path, file);
        return path;
    }

    private void Pictures(params string[] colours)
    {
        for (int i = 0; i < colours.Length; i++) File.WriteAllBytes(Path.Combine(folder, $"{i:D2}.ppm"), [.. Encoding.ASCII.GetBytes("P6 12 10 255\n"), .. ColourModel.Pixels(colours[i], 12 * 10)]);
    }
}
