namespace EdgeRuntime.Devices.Jpeg;

/// <summary>One colour plane of a picture that is being decoded; its buffer is used again for the next picture.</summary>
internal sealed class JpegComponent
{
    /// <summary>Number by which scans name it.</summary>
    public int Id { get; set; }

    /// <summary>Blocks in a unit of an interleaved scan, across and down: 1 or 2.</summary>
    public (int Across, int Down) Sampling { get; set; }

    /// <summary>Index of its quantisation table.</summary>
    public int Quantisation { get; set; }

    /// <summary>Indices of its Huffman tables.</summary>
    public (int Dc, int Ac) Tables { get; set; }

    /// <summary>Samples of the plane that belong to the picture.</summary>
    public (int Width, int Height) Size { get; set; }

    /// <summary>Blocks of the plane with those that fill up the last unit of a row and column.</summary>
    public (int Across, int Down) Blocks { get; set; }

    /// <summary>The last DC coefficient.</summary>
    public int Predictor { get; set; }

    /// <summary>A scan had it.</summary>
    public bool IsDecoded { get; set; }

    /// <summary>Samples, <see cref="Stride"/> a row.</summary>
    public byte[] Samples { get; private set; } = [];

    /// <summary>Samples from a row to the next.</summary>
    public int Stride => Blocks.Across * 8;

    /// <summary>Makes room for all blocks.</summary>
    public void Reserve()
    {
        int length = Stride * Blocks.Down * 8;
        if (Samples.Length < length) Samples = new byte[length];
    }
}
