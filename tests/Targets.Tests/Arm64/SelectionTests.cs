using System;
using System.IO;
using EdgeRuntime.Format;
using Xunit;

namespace EdgeRuntime.Targets.Tests.Arm64;

/// <summary>An engine with some of the operations and encodings only.</summary>
public class SelectionTests
{
    [Fact]
    public void SelectedOperationsGiveTheSameBits()
    {
        byte[] file = SampleModels.All["int8 network"];
        byte[] input = Reference.RandomInput(file, 7);
        (int status, byte[] output, string text) = Run(file, input);
        Assert.True(status == 0, text);
        Assert.Equal(Convert.ToHexString(Reference.Run(file, input)), Convert.ToHexString(output));
    }

    [Theory]
    [InlineData("activations", Status.UnknownOp)]
    [InlineData("encoding codebook, int8", Status.UnknownEncoding)]
    public void OthersAreRefused(string name, int status)
    {
        byte[] file = SampleModels.All[name];
        Assert.Equal(status, Run(file, Reference.RandomInput(file, 1)).Status);
    }

    [Fact]
    public void OthersTakeNoRoom()
    {
        long all = new FileInfo(NativeBuild.Object(NativeBuild.Arm64)).Length, selected = new FileInfo(NativeBuild.Object(NativeBuild.Arm64Selected)).Length;
        Assert.True(selected < all / 2, $"{selected} bytes of {all}");
    }

    private static (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input) =>
        TargetTests.Run(file, input, (model, x, y) => Shell.Run("qemu-aarch64-static", [NativeBuild.Arm64Selected, model, x, y]));
}
