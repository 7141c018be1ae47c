using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>The clamp that Conv and Dense apply to their result: none, ReLU or ReLU6.</summary>
internal readonly struct FusedActivation
{
    private FusedActivation(float low, float high) => (Low, High) = (low, high);

    public float Low { get; }

    public float High { get; }

    public bool IsNone => float.IsNegativeInfinity(Low);

    public static FusedActivation Of(Node node) => node.Attributes.Text("activation") switch
    {
        "" => new FusedActivation(float.NegativeInfinity, float.PositiveInfinity),
        "relu" => new FusedActivation(0, float.PositiveInfinity),
        "relu6" => new FusedActivation(0, 6),
        string other => throw new ConversionException($"{node.Op} \"{node.Name}\" has the activation \"{other}\", which training does not know"),
    };

    /// <summary>Adds the bias (may be null) and clamps rows of <paramref name="columns"/>.</summary>
    public unsafe void Apply(float* y, long rows, int columns, float* bias)
    {
        if (!IsNone || bias != null) Elementwise.BiasClamp(y, rows, columns, bias, Low, High);
    }

    /// <summary>Turns the gradient after the clamp into the one before it, in place.</summary>
    public unsafe void Back(float* y, float* dy, long n)
    {
        if (!IsNone) Elementwise.MaskClamped(y, dy, n, Low, High);
    }
}
