using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Every kernel of the list that this machine can run against the definition, around the edges of tiles and blocks.</summary>
public unsafe class BinaryGemmTests
{
    private const int Cases = 20_000;
    private const uint Guard = 0xDEADBEEF;

    public static TheoryData<string> Kernels => [.. BinaryGemmKernel.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EqualsTheDefinition(string name)
    {
        BinaryGemmKernel kernel = Named(name);
        for (int seed = 0; seed < Cases; seed++)
        {
            Random random = new(seed);
            Check(kernel, seed, random.Next(1, 10), random.Next(1, 10), random.Next(1, 14), random);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void SumsDoNotOverflow(string name)
    {
        BinaryGemmKernel kernel = Named(name);
        foreach (int blocks in new[] { 30, 31, 32, 33, 61, 62, 63, 64, 93, 94, 600 })
        {
            for (int tail = 0; tail < BinaryGemm.BlockWords; tail++)
                Check(kernel, blocks, 5, 6, blocks * BinaryGemm.BlockWords - tail, new Random(blocks));
        }
    }

    [Fact]
    public void WithoutDepthNothingDiffers()
    {
        foreach (BinaryGemmKernel kernel in BinaryGemmKernel.All.Where(k => k.IsSupported)) Check(kernel, 0, 3, 5, 0, new Random(1));
    }

    [Theory]
    [InlineData("*portable", "binary_gemm_4x4__portable")]
    [InlineData("binary_gemm_?x?__port*", "binary_gemm_4x4__portable")]
    [InlineData("another*", null)]
    [InlineData(null, null)]
    public void ThePatternChoosesTheKernel(string? pattern, string? expected) =>
        Assert.Equal(expected ?? BinaryGemmKernel.All.First(k => k.IsSupported).Name, KernelChoice.Of(BinaryGemmKernel.All, pattern).Name);

    [Fact]
    public void NamesAreUnique() => Assert.Equal(BinaryGemmKernel.All.Count, BinaryGemmKernel.All.Select(k => k.Name).Distinct().Count());

    private static BinaryGemmKernel Named(string name)
    {
        BinaryGemmKernel kernel = BinaryGemmKernel.All.Single(k => k.Name == name);
        if (!kernel.IsSupported) Assert.Skip($"this machine lacks the instructions of {name}");
        return kernel;
    }

    private static void Check(BinaryGemmKernel kernel, int seed, int rows, int columns, int words, Random random)
    {
        int extraA = random.Next(3), extraB = random.Next(3), stride = columns + random.Next(3);
        // One matrix in five has extreme densities: all ones against all zeros fills every counter.
        int kind = random.Next(5);
        uint[] a = Matrix(rows, words + extraA, random, kind == 0 ? uint.MaxValue : null);
        uint[] b = Matrix(columns, words + extraB, random, kind == 0 ? 0u : null);
        uint[] packedA = Packed(a, rows, words, words + extraA), packedB = Packed(b, columns, words, words + extraB);
        uint[] differ = new uint[rows * stride + 1];
        Array.Fill(differ, Guard);
        fixed (uint* pa = packedA, pb = packedB, pc = differ) BinaryGemmTiles.Run(kernel.Tile, pa, rows, pb, BinaryGemm.PanelBlock, columns, words, pc, stride);
        for (int at = 0; at < differ.Length; at++)
        {
            int i = at / stride, j = at % stride;
            uint expected = i < rows && j < columns ? Differ(a, i * (words + extraA), b, j * (words + extraB), words) : Guard;
            if (differ[at] != expected) Assert.Fail($"{kernel.Name}, seed {seed}, {rows} x {columns} x {words} words, [{i}, {j}]: {differ[at]} instead of {expected}");
        }
    }

    private static uint Differ(uint[] a, int a0, uint[] b, int b0, int words)
    {
        int sum = 0;
        for (int i = 0; i < words; i++) sum += BitOperations.PopCount(a[a0 + i] ^ b[b0 + i]);
        return (uint)sum;
    }

    private static uint[] Matrix(int rows, int stride, Random random, uint? value)
    {
        uint[] matrix = new uint[rows * stride];
        for (int i = 0; i < matrix.Length; i++) matrix[i] = value ?? (uint)random.NextInt64(1L << 32);
        return matrix;
    }

    private static uint[] Packed(uint[] matrix, int rows, int words, int stride)
    {
        uint[] packed = new uint[BinaryGemm.PackedLength(rows, words)];
        Array.Fill(packed, Guard);
        fixed (uint* from = matrix, to = packed) BinaryGemm.Pack(from, 0, rows, words, stride, to, 0);
        return packed;
    }
}
