namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>a / b.</summary>
internal readonly struct DivFunction : IBinaryFunction
{
    public static float Value(float a, float b) => a / b;

    public static (float ByA, float ByB) Slopes(float a, float b) => (1 / b, -a / (b * b));
}
