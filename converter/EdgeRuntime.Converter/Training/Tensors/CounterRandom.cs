using System;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>Counter-based pseudo-random numbers: the n-th number is a function of key and n alone, so streams can be cut anywhere and handed to any thread.</summary>
/// <remarks>value(n) = mix(key + n * 0x9E3779B97F4A7C15) with the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).</remarks>
public struct CounterRandom(ulong key)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong counter;

    /// <summary>A stream of its own for each pair of <paramref name="seed"/> and the numbers in <paramref name="path"/>.</summary>
    public static CounterRandom Derive(ulong seed, params ReadOnlySpan<ulong> path)
    {
        ulong key = Mix(seed + Golden);
        foreach (ulong step in path) key = Mix(key ^ Mix(step + Golden));
        return new CounterRandom(key);
    }

    /// <summary>Number <paramref name="n"/> of the stream, uniform in 0..1, without moving it.</summary>
    public readonly float UniformAt(ulong n) => (At(n) >> 40) * (1f / (1 << 24));

    /// <summary>64 random bits, number <paramref name="n"/> of the stream, without moving it.</summary>
    public readonly ulong At(ulong n) => Mix(key + n * Golden);

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(key + ++counter * Golden);

    /// <summary>Uniform in 0 (included) to 1 (excluded).</summary>
    public float Uniform() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in <paramref name="low"/> to <paramref name="high"/>.</summary>
    public float Uniform(float low, float high) => low + (high - low) * Uniform();

    /// <summary>Uniform in 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public float Normal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - (Next() >> 11) * (1.0 / (1L << 53))));
        return (float)(radius * Math.Cos(2 * Math.PI * ((Next() >> 11) * (1.0 / (1L << 53)))));
    }

    /// <summary>Puts <paramref name="items"/> into random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
