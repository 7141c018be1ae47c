namespace EdgeRuntime;

/// <summary>How a session runs a model.</summary>
public sealed record SessionOptions
{
    /// <summary>Defaults.</summary>
    public static SessionOptions Default { get; } = new();

    /// <summary>What becomes of the weights; each layer that does not fit into <see cref="MemoryLimit"/> so takes the next form that does.</summary>
    public WeightMemory Weights { get; init; } = WeightMemory.Expanded;

    /// <summary>Most threads of a session.</summary>
    public const int MostThreads = 256;

    /// <summary>Threads that share the work of one inference, the calling one included, 1 to <see cref="MostThreads"/>. Results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Most bytes the session may take: arenas, then prepared weights, layer by layer.</summary>
    public long MemoryLimit { get; init; } = 1L << 30;
}
