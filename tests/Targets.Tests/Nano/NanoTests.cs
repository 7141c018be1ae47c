namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>The assembly built for nanoFramework, run by .NET.</summary>
public class NanoTests : TargetTests
{
    protected override (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input) => NanoEngine.Run(file, input);
}
