using static EdgeRuntime.Converter.Graph.Rules.OpRules;

namespace EdgeRuntime.Converter.Graph.Rules;

/// <summary>Conversions between float and int8.</summary>
internal static class QuantizationRules
{
    public static int[] Quantize(Node n)
    {
        Scale(n);
        Require(n.Inputs[0]!.Type == ElementType.Float32, n, "the input must be float");
        return n.Inputs[0]!.Shape;
    }

    public static int[] Dequantize(Node n)
    {
        Scale(n);
        Require(n.Inputs[0]!.Type is ElementType.Int8 or ElementType.UInt8, n, "the input must be int8");
        return n.Inputs[0]!.Shape;
    }

    private static void Scale(Node n)
    {
        float scale = n.Attributes.Float("scale");
        int zero = n.Attributes.Int("zeroPoint");
        Require(scale > 0 && float.IsFinite(scale), n, $"scale {scale} must be positive and finite");
        Require(zero is >= -128 and <= 127, n, $"zeroPoint {zero} is outside -128..127");
    }
}
