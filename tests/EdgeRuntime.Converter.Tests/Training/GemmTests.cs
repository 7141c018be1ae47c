using System.Linq;
using EdgeRuntime.Converter.Training.Tensors;
using EdgeRuntime.Kernels;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

public sealed unsafe class GemmTests
{
    private const float Poison = 12345;

    // Those for other machines run too: .NET computes their vectors in halves.
    public static TheoryData<string> Kernels => [.. FloatTileKernel.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EveryKernelIsTheDefinition(string name)
    {
        FloatTileKernel kernel = FloatTileKernel.All.Single(k => k.Name == name);
        int[] sizes = [1, 2, kernel.Rows - 1, kernel.Rows, kernel.Rows + 1, Gemm.PanelColumns - 1, Gemm.PanelColumns, Gemm.PanelColumns + 1, 2 * Gemm.PanelColumns + 3];
        foreach (int m in sizes)
        {
            foreach (int n in sizes)
            {
                foreach (int k in (int[])[0, 1, 7, 255, 257, 600]) Check(kernel, m, n, k, (m + n) % 2 == 0, n % 3 == 0, k % 2 == 0);
            }
        }
    }

    [Fact]
    public void EveryKernelGivesTheBitsOfOneChainOfSums()
    {
        const int m = 13, n = 37, k = 500;
        AlignedMemory a = Random(m * k, 1), b = Random(k * n, 2);
        float[] expected = new float[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int p = 0; p < k; p++) expected[i * n + j] += a.Pointer[i * k + p] * b.Pointer[p * n + j];
            }
        }

        Assert.All(FloatTileKernel.All, kernel => Assert.Equal(expected, Product(kernel, m, n, k)));
        System.GC.KeepAlive((a, b));
    }

    private static float[] Product(FloatTileKernel kernel, int m, int n, int k)
    {
        AlignedMemory a = Random(m * k, 1), b = Random(k * n, 2), c = new(m * n), packed = new(Gemm.PackedLength(k, n));
        Gemm.PackB(k, n, b.Pointer, n, 1, packed.Pointer);
        Gemm.Multiply(kernel, m, n, k, a.Pointer, k, 1, packed.Pointer, c.Pointer, n, false);
        return new System.Span<float>(c.Pointer, m * n).ToArray();
    }

    private static void Check(FloatTileKernel kernel, int m, int n, int k, bool transposedA, bool transposedB, bool accumulate)
    {
        int ldc = n + 3;
        AlignedMemory a = Random(m * k, 1), b = Random(k * n, 2), c = Random(m * ldc, 3), packed = new(Gemm.PackedLength(k, n) + 1);
        packed.Pointer[packed.Length - 1] = Poison;
        float[] before = new System.Span<float>(c.Pointer, m * ldc).ToArray();
        (int rowA, int columnA) = transposedA ? (1, m) : (k, 1);
        (int rowB, int columnB) = transposedB ? (1, k) : (n, 1);
        Gemm.PackB(k, n, b.Pointer, rowB, columnB, packed.Pointer);
        Assert.Equal(Poison, packed.Pointer[packed.Length - 1]);
        Gemm.Multiply(kernel, m, n, k, a.Pointer, rowA, columnA, packed.Pointer, c.Pointer, ldc, accumulate);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < ldc; j++)
            {
                double expected = j >= n || accumulate ? before[i * ldc + j] : 0;
                for (int p = 0; p < k && j < n; p++) expected += (double)a.Pointer[i * rowA + p * columnA] * b.Pointer[p * rowB + j * columnB];
                Assert.True(System.Math.Abs(expected - c.Pointer[i * ldc + j]) < 1e-4, $"{kernel.Name} {m}x{n}x{k} at ({i}, {j}): {c.Pointer[i * ldc + j]} instead of {expected}");
            }
        }

        System.GC.KeepAlive((a, b, c, packed));
    }

    private static AlignedMemory Random(int length, ulong seed)
    {
        AlignedMemory memory = new(length);
        CounterRandom random = CounterRandom.Derive(seed);
        for (int i = 0; i < length; i++) memory.Pointer[i] = random.Uniform(-1, 1);
        return memory;
    }
}
