using Xunit;

namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>The glue between nanoFramework and the native engine, run on an emulated Cortex-M with a stand-in of the platform's arrays.</summary>
public class NativeGlueTests
{
    [Theory]
    [InlineData("float network")]
    [InlineData("int8 network")]
    [InlineData("binary network")]
    public void RepeatsTheBitsOfDotNet(string name)
    {
        byte[] file = SampleModels.All[name];
        byte[] input = Reference.RandomInput(file, 1);
        (int status, byte[] output, string text) = TargetTests.Run(file, input, (model, x, y) => Shell.Run("qemu-system-arm", NativeBuild.BoardArguments("mps2-an386", NativeBuild.NanoGlue, model, x, y)));
        Assert.True(status == 0, $"status {status}: {text}");
        Assert.Equal(Reference.Run(file, input), output);
    }
}
