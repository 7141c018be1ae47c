using Xunit;

namespace EdgeRuntime.Targets.Tests.Arm64;

/// <summary>NEON kernels against the portable ones on emulated cores.</summary>
public class KernelTests
{
    [Theory]
    [InlineData("cortex-a53")]
    [InlineData("cortex-a72")]
    [InlineData("cortex-a76")]
    public void BinaryGemmEqualsThePortableKernel(string core) =>
        Assert.Equal("1500 cases\n", Shell.Succeed("qemu-aarch64-static", ["-cpu", core, NativeBuild.Arm64Kernels]));
}
