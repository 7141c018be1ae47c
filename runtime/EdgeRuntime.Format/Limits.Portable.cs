namespace EdgeRuntime.Format;

/// <summary>Caps that a valid file keeps, so that no size computation overflows 32 bits.</summary>
public static class Limits
{
    /// <summary>Longest file in bytes: 1 GiB.</summary>
    public const int FileBytes = 1 << 30;

    /// <summary>Most elements a tensor, an arena or a weight matrix may have.</summary>
    public const int Elements = 1 << 28;

    /// <summary>Largest single dimension.</summary>
    public const int Dimension = 1 << 24;

    /// <summary>Most dimensions of a tensor.</summary>
    public const int Rank = 6;

    /// <summary>Most registers.</summary>
    public const int Registers = 256;

    /// <summary>Most operations.</summary>
    public const int Operations = 65536;

    /// <summary>Most model inputs or outputs.</summary>
    public const int Ports = 16;

    /// <summary>Largest kernel side, stride or dilation.</summary>
    public const int Window = 4096;

    /// <summary>Longest text in bytes.</summary>
    public const int Text = 4096;

    /// <summary>Weights decoded at a time: 1024 floats are 4 KB.</summary>
    public const int Tile = 1024;
}
