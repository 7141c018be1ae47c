using System;
using System.IO;
using System.Runtime.InteropServices;
using EdgeRuntime.Kernels;
using Xunit;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Random calls of single kernels give the same results on every target as the portable kernels on .NET.</summary>
public unsafe class KernelTests
{
    private const int Cases = 1500;

    /// <summary>One hash a kernel from .NET.</summary>
    private static readonly Lazy<uint[]> Expected = new(OnDotNet);

    [Theory]
    [InlineData("cortex-a53", "advsimd")]
    [InlineData("cortex-a72", "advsimd")]
    [InlineData("cortex-a76", "advsimd")]
    [InlineData("cortex-a76", "dotprod")]
    [InlineData("cortex-a53", "portable")]
    public void KernelsOn64BitArm(string core, string kernels) =>
        Check(output => Shell.Succeed("qemu-aarch64-static", ["-cpu", core, NativeBuild.Arm64Kernels, $"{Cases}", kernels, output]));

    [Fact]
    public void KernelsOnCortexM() =>
        Check(output => Shell.Succeed("qemu-system-arm", NativeBuild.BoardArguments("mps2-an386", NativeBuild.Mps2KernelCases, $"{Cases}", "portable", output)));

    private static void Check(Action<string> run)
    {
        string output = Path.GetTempFileName();
        try
        {
            run(output);
            Assert.Equal(Expected.Value, MemoryMarshal.Cast<byte, uint>(File.ReadAllBytes(output)).ToArray());
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static uint[] OnDotNet()
    {
        byte* memory = (byte*)NativeMemory.AlignedAlloc(KernelCases.Areas * KernelCases.AreaBytes, 64);
        byte** ends = stackalloc byte*[KernelCases.Areas];
        for (int i = 0; i < KernelCases.Areas; i++) ends[i] = memory + ((i + 1) * KernelCases.AreaBytes);
        uint[] hashes = new uint[PortableKernels.Count];
        for (int kernel = 0; kernel < hashes.Length; kernel++)
            for (uint seed = 1; seed <= Cases; seed++) hashes[kernel] = (hashes[kernel] << 1 | hashes[kernel] >> 31) ^ PortableKernels.Case(kernel, seed, ends);
        NativeMemory.AlignedFree(memory);
        return hashes;
    }
}
