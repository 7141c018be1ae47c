using System.IO;
using System.Linq;
using Xunit;

namespace EdgeRuntime.Targets.Tests.Nano;

public class NanoLimitsTests(ITestOutputHelper output)
{
    [Fact]
    public void AssemblyKeepsTheLimitsOfTheDevice()
    {
        NanoVerifier verifier = NanoVerifier.Examine(NanoEngine.AssemblyPath);
        output.WriteLine($"{verifier.IlBytes} bytes of IL, {verifier.DataBytes} bytes of initialised data, at most {verifier.StaticMethods} static methods in a type");
        Assert.Empty(verifier.Findings);
        Assert.True(verifier.IlBytes > 10_000, "the assembly does not hold the engine");
    }

    /// <summary>The interop assembly and the sample application.</summary>
    [Theory]
    [InlineData("Interop", "EdgeRuntime.Nano.Native.dll")]
    [InlineData("Sample", "EdgeRuntime.Nano.Sample.exe")]
    public void OtherAssembliesKeepThemToo(string project, string file)
    {
        string[] platform = ["EdgeRuntime.Nano", "EdgeRuntime.Nano.Native", "System.Device.Gpio", "System.IO.FileSystem", "System.IO.Ports", "System.IO.Streams",
            "nanoFramework.ResourceManager", "nanoFramework.Runtime.Native"];
        string configuration = new DirectoryInfo(System.AppContext.BaseDirectory).Parent!.Name;
        NanoVerifier verifier = NanoVerifier.Examine(Repository.At("firmware", "nanoframework", project, "bin", configuration, "netnano1.0", file));
        Assert.Empty(verifier.Findings.Except(platform.Select(name => "reference to " + name)));
    }

    [Fact]
    public void PointersAndGenericsAreFound()
    {
        string path = Path.Combine(Path.GetDirectoryName(typeof(NanoLimitsTests).Assembly.Location)!, "EdgeRuntime.dll");
        string[] findings = [.. NanoVerifier.Examine(path).Findings];
        Assert.Contains("pointer", findings);
        Assert.Contains("reference to System.Runtime", findings);
        Assert.Contains(NanoVerifier.Examine(typeof(NanoLimitsTests).Assembly.Location).Findings, finding => finding.Contains("generic"));
    }

    [Fact]
    public void EveryPortableTypeIsThere()
    {
        string[] present = [.. NanoEngine.TypeNames];
        string[] expected = [.. typeof(Executor).Assembly.GetTypes().Select(type => type.FullName!).Where(name => name.StartsWith("EdgeRuntime.Conv2D", System.StringComparison.Ordinal))];
        Assert.NotEmpty(expected);
        Assert.All(expected, name => Assert.Contains(name, present));
    }
}
