namespace EdgeRuntime.Converter.Passes;

/// <summary>Choices of <see cref="LayoutPass"/>.</summary>
public sealed record LayoutOptions
{
    /// <summary>Lets a 4-D graph input that is only used as [N, H, W, C] be given that way (default), instead of transposing it on the device.</summary>
    public bool AbsorbInput { get; init; } = true;
}

/// <summary>Choices of <see cref="Lowering.Prepare"/>.</summary>
public sealed record LowerOptions
{
    /// <summary>Choices of the layout pass.</summary>
    public LayoutOptions Layout { get; init; } = new();

    /// <summary>
    /// Keeps scales and shifts out of layers whose weights are all -1 or +1 (default), so that such a layer's sums stay whole numbers
    /// and a threshold on them is exact.
    /// </summary>
    public bool KeepBinaryWeights { get; init; } = true;
}
