namespace EdgeRuntime.Format;

/// <summary>How <see cref="Opcode.Pad"/> fills.</summary>
public static class PadMode
{
    public const int Constant = 0;
    public const int Edge = 1;
    public const int Reflect = 2;
    public const int Wrap = 3;
    public const int Count = 4;
}

/// <summary>Interpolation of <see cref="Opcode.Upsample"/>.</summary>
public static class UpsampleMode
{
    public const int Nearest = 0;
    public const int Linear = 1;
    public const int Count = 2;
}

/// <summary>Which input coordinate an output pixel stands for.</summary>
public static class UpsampleCoordinates
{
    /// <summary>x / scale.</summary>
    public const int Asymmetric = 0;

    /// <summary>(x + 0.5) / scale - 0.5.</summary>
    public const int HalfPixel = 1;

    /// <summary>x * (input - 1) / (input * scale - 1).</summary>
    public const int AlignCorners = 2;

    /// <summary>Half pixel, but 0 when the output has one element.</summary>
    public const int PytorchHalfPixel = 3;
    public const int Count = 4;
}

/// <summary>Rounding of nearest neighbour.</summary>
public static class UpsampleRounding
{
    public const int Floor = 0;
    public const int Ceil = 1;
    public const int RoundPreferFloor = 2;
    public const int RoundPreferCeil = 3;
    public const int Count = 4;
}
