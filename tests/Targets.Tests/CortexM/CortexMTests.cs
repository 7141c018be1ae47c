namespace EdgeRuntime.Targets.Tests.CortexM;

/// <summary>The engine on a bare board with Cortex-M4, emulated; files go through semihosting.</summary>
public class CortexM4Tests : TargetTests
{
    protected override (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input) =>
        Run(file, input, (model, x, y) => Shell.Run("qemu-system-arm", NativeBuild.BoardArguments("mps2-an386", NativeBuild.Mps2, model, x, y)));
}

/// <summary>The same image on Cortex-M7.</summary>
public class CortexM7Tests : TargetTests
{
    protected override (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input) =>
        Run(file, input, (model, x, y) => Shell.Run("qemu-system-arm", NativeBuild.BoardArguments("mps2-an500", NativeBuild.Mps2, model, x, y)));
}

/// <summary>Cortex-M33, with a memory map of its own.</summary>
public class CortexM33Tests : TargetTests
{
    protected override (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input) =>
        Run(file, input, (model, x, y) => Shell.Run("qemu-system-arm", NativeBuild.BoardArguments("mps2-an505", NativeBuild.Mps2An505, model, x, y)));
}
