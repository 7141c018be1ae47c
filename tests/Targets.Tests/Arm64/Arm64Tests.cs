namespace EdgeRuntime.Targets.Tests.Arm64;

/// <summary>The engine without .NET on 64-bit ARM, on an emulated Cortex-A53.</summary>
public class Arm64Tests : TargetTests
{
    protected override (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input) =>
        Run(file, input, (model, x, y) => Shell.Run("qemu-aarch64-static", ["-cpu", "cortex-a53", NativeBuild.Arm64, model, x, y]));
}
