using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Every kernel of one list that this machine can run, with random data.</summary>
/// <typeparam name="T">A kernel.</typeparam>
/// <param name="all">The list.</param>
public abstract class KernelBenchmarks<T>(IReadOnlyList<T> all)
    where T : class, IKernel
{
    /// <summary>Names of the kernels.</summary>
    public IEnumerable<string> Kernels => all.Where(k => k.IsSupported).Select(k => k.Name);

    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    /// <summary>The kernel to run.</summary>
    protected T Chosen => all.Single(k => k.Name == Kernel);

    /// <summary>Random numbers, the same in every run.</summary>
    protected Random Random { get; } = new(1);

    protected float[] Floats(int count) => [.. Enumerable.Range(0, count).Select(_ => Random.NextSingle() - 0.5f)];

    protected byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        Random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>-127 to 127.</summary>
    protected sbyte[] Integers(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)Random.Next(-127, 128))];
}
