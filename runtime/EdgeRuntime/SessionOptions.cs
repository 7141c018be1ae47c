namespace EdgeRuntime;

/// <summary>How a session runs a model.</summary>
public sealed record SessionOptions
{
    /// <summary>Defaults.</summary>
    public static SessionOptions Default { get; } = new();

    /// <summary>Decode weights once into the layout of a vector kernel (more memory, much faster). Off: run from the file as a microcontroller does.</summary>
    public bool PrepareWeights { get; init; } = true;

    /// <summary>
    /// Keep prepared weights as symbols of 1, 2, 4 or 8 bits where their encoding has so few values, and look them up tile by tile while a layer runs: less
    /// memory (2 bytes a weight for int8 layers, 4 for float layers otherwise), a little slower. Results are the same.
    /// </summary>
    public bool CompactWeights { get; init; }

    /// <summary>Most threads of a session.</summary>
    public const int MostThreads = 256;

    /// <summary>Threads that share the work of one inference, the calling one included, 1 to <see cref="MostThreads"/>. Results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Most bytes the session may take: arenas, then prepared weights, which are compact or left out where they do not fit.</summary>
    public long MemoryLimit { get; init; } = 1L << 30;
}
