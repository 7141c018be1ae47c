namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>A function of two numbers and its partial derivatives.</summary>
internal interface IBinaryFunction
{
    public static abstract float Value(float a, float b);

    public static abstract (float ByA, float ByB) Slopes(float a, float b);
}
