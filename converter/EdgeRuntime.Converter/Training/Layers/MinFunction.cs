namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>The smaller; equal operands share the gradient.</summary>
internal readonly struct MinFunction : IBinaryFunction
{
    public static float Value(float a, float b) => a < b ? a : b;

    public static (float ByA, float ByB) Slopes(float a, float b) => a < b ? (1, 0) : a > b ? (0, 1) : (0.5f, 0.5f);
}
