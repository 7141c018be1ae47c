using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

using EdgeRuntime.Format;
using EdgeRuntime.Format.Tests;
using EdgeRuntime.Targets.Tests;

using Xunit;

namespace EdgeRuntime.Tests.Fuzz;

/// <summary>
/// Mutated model files, each placed before an inaccessible page: every one is refused with a status or loads, and what loads runs
/// in arenas that end at inaccessible pages too. A read or write outside ends the test process.
/// </summary>
public unsafe class ModelFuzzTests
{
    private const int Files = 200_000;
    private const int Batches = 100;
    private const long WorkLimit = 2_000_000;
    private const int ArenaLimit = 1 << 20;

    [Fact]
    public void MutatedFilesAreRefusedOrRunInsideTheirArenas()
    {
        byte[][] seeds = [.. SampleModels.All.Values];
        int[] loaded = new int[Batches];
        int[] ran = new int[Batches];
        Parallel.For(0, Batches, batch =>
        {
            Mutator mutator = new(batch);
            for (int i = 0; i < Files / Batches; i++)
            {
                byte[] file = mutator.Mutate(seeds[(batch + i) % seeds.Length]);
                Try(file, ref loaded[batch], ref ran[batch]);
            }
        });

        // Both paths must have been taken many times, or the test would show nothing.
        Assert.InRange(loaded.Sum(), Files / 100, Files - Files / 100);
        Assert.InRange(ran.Sum(), Files / 200, Files);
    }

    [Fact]
    public void EverySeedLoadsUnchanged()
    {
        foreach (KeyValuePair<string, byte[]> seed in SampleModels.All)
        {
            using Model model = Model.Load(seed.Value, seed.Key);
            Assert.True(model.Header.OperationCount > 0);
        }
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        foreach (byte[] seed in SampleModels.All.Values)
            for (int length = 0; length < seed.Length; length++)
                Assert.Throws<ModelFormatException>(() => Model.Load(seed.AsSpan(0, length)));
    }

    [Fact]
    public void EveryFlippedBitIsRefused()
    {
        byte[] file = [.. SampleModels.All.First().Value];
        for (int i = 0; i < 8 * file.Length; i++)
        {
            file[i >> 3] ^= (byte)(1 << (i & 7));
            ModelFormatException refused = Assert.Throws<ModelFormatException>(() => Model.Load(file));
            Assert.Contains("refused", refused.Message, StringComparison.Ordinal);
            file[i >> 3] ^= (byte)(1 << (i & 7));
        }
    }

    private static void Try(byte[] bytes, ref int loaded, ref int ran)
    {
        using GuardedBytes file = new(bytes);
        Cursor c = default;
        ModelHeader h = default;
        Headers.Open(ref c, file.Pointer, bytes.Length);
        Headers.Next(ref c, ref h);
        if (c.Fault != Status.Ok) return;
        using GuardedBytes words = new(new byte[4 * ((h.Registers * Registers.Stride) + Executor.ValidationWords)]);
        Frame f = default;
        f.File = file.Pointer;
        f.Words = (uint*)words.Pointer;
        int operation = 0;
        if (Executor.Validate(ref c, ref h, ref f, ref operation) != Status.Ok) return;
        MetadataReader.ReadAll(ref c, h.OperationCount);
        if (c.Fault != Status.Ok) return;
        loaded++;
        if (h.Int8Arena > ArenaLimit || h.WordArena > ArenaLimit || h.FloatArena > ArenaLimit) return;
        if (Run(file.Pointer, ref h)) ran++;
    }

    private static bool Run(byte* file, ref ModelHeader h)
    {
        using GuardedBytes int8 = new(new byte[h.Int8Arena]);
        using GuardedBytes words = new(new byte[4 * h.WordArena]);
        using GuardedBytes floats = new(new byte[4 * h.FloatArena]);
        Frame f = default;
        f.File = file;
        f.Registers = h.Registers;
        f.Int8 = (sbyte*)int8.Pointer;
        f.Words = (uint*)words.Pointer;
        f.Floats = (float*)floats.Pointer;
        f.Int8Length = h.Int8Arena;
        f.WordLength = h.WordArena;
        f.FloatLength = h.FloatArena;
        Cursor c = default;
        Headers.Open(ref c, file, h.Length);
        if (Work(c, ref h, f) > WorkLimit) return false;
        Executor.Run(ref c, ref h, ref f);
        Assert.Equal(Status.Ok, c.Fault);
        Assert.Equal(Status.Ok, f.Fault);
        return true;
    }

    /// <summary>An upper bound on the steps of one inference.</summary>
    private static long Work(Cursor c, ref ModelHeader h, Frame f)
    {
        Executor.Begin(ref c, ref h, ref f);
        c.At = h.OperationsAt;
        long work = 0;
        for (int i = 0; i < h.OperationCount; i++)
        {
            Executor.Step(ref c, ref f);
            long window = Math.Max(1, (long)f.Op.KernelH * f.Op.KernelW);
            long row = Math.Max(1, f.Op.Weights.RowLength);
            long channels = Tensors.Last(ref f.X);
            work += Math.Max(1, Tensors.Count(ref f.Out)) * Math.Max(Math.Max(window, row), f.Op.Code == Opcode.Lrn ? channels : 1);
            work += (long)f.Op.Weights.Rows * f.Op.Weights.RowLength;
            if (work > WorkLimit) return work;
        }

        return work;
    }
}
