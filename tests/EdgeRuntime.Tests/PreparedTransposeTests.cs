using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Format;
using EdgeRuntime.Targets.Tests;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>Transpositions of random shapes: prepared, on one thread and on two, they give the bits of the portable operation.</summary>
public class PreparedTransposeTests
{
    private const int Cases = 1000;
    private const int Most = 1 << 14;

    [Theory]
    [InlineData(Kind.Float32, "transpose_8x8__fp32", "copy_runs__fp32")]
    [InlineData(Kind.Int8, "transpose_32__int8", "copy_runs__int8")]
    public void EqualThePortableOperation(int kind, params string[] kernels)
    {
        HashSet<string> used = [];
        for (int seed = 1; seed <= Cases; seed++)
        {
            using Model model = Model.Load(Transposition(seed, kind), $"seed {seed}");
            using Session portable = new(model, new SessionOptions { Weights = WeightMemory.File }), prepared = new(model, new SessionOptions { Threads = 1 + seed % 2 });
            Assert.True(SelfTest.OutputChecksum(portable, 1) == SelfTest.OutputChecksum(prepared, 1), $"seed {seed}, kernel {prepared.KernelOf(0)}");
            used.Add(prepared.KernelOf(0));
        }

        Assert.All(kernels, name => Assert.Contains(name, used));
    }

    private static byte[] Transposition(int seed, int kind)
    {
        Random r = new(seed);
        int[] shape;
        do shape = [.. Enumerable.Range(0, r.Next(2, 6)).Select(_ => r.Next(5) == 0 ? 1 : r.Next(3) == 0 ? r.Next(8, 70) : r.Next(2, 7))];
        while (shape.Aggregate((a, b) => a * b) > Most);
        int[] order = [.. Enumerable.Range(0, shape.Length)];
        r.Shuffle(order);
        Sketch s = new(seed, Most);
        int x = s.Input(kind, shape);
        return s.Finish(kind, s.Add(kind == Kind.Int8 ? Opcode.TransposeInt8 : Opcode.Transpose, kind, [x], w =>
        {
            w.Varint(order.Length);
            foreach (int d in order) w.Varint(d);
        }));
    }
}
