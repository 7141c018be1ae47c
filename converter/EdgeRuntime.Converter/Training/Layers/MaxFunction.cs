namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>The larger; equal operands share the gradient.</summary>
internal readonly struct MaxFunction : IBinaryFunction
{
    public static float Value(float a, float b) => a > b ? a : b;

    public static (float ByA, float ByB) Slopes(float a, float b) => a > b ? (1, 0) : a < b ? (0, 1) : (0.5f, 0.5f);
}
