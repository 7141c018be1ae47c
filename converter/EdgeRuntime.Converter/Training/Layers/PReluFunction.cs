namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>a, or a * b where a is below 0 (He et al. 2015, 1502.01852).</summary>
internal readonly struct PReluFunction : IBinaryFunction
{
    public static float Value(float a, float b) => a < 0 ? a * b : a;

    public static (float ByA, float ByB) Slopes(float a, float b) => a < 0 ? (b, a) : (1, 0);
}
