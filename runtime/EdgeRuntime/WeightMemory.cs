namespace EdgeRuntime;

/// <summary>What a session keeps of a file's weights in memory, from the fastest form to the smallest. All give the same bits.</summary>
public enum WeightMemory
{
    /// <summary>
    /// Decoded once into the layout of a vector kernel: 4 bytes a weight in float layers, 2 in int8 layers, 6 or 8 a non-zero where skipping zeros is faster, 4 bits in large dense
    /// layers of at most 16 values.
    /// </summary>
    Expanded,

    /// <summary>Symbols of 1, 2, 4 or 8 bits where the encoding has so few values, looked up tile by tile while a layer runs; other weights are expanded.</summary>
    Symbols,

    /// <summary>
    /// Left in the file as they are stored; a panel of 16 output channels after another is decoded while a layer runs, one panel by one thread while the others compute with the one
    /// before. A layer that takes less memory in one of the forms above, since it has few channels, takes that one.
    /// </summary>
    Coded,

    /// <summary>Left in the file and decoded row by row by the portable kernels, as a microcontroller runs them: the least memory, on one thread, and many times slower.</summary>
    File,
}
