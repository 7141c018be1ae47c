using System;

namespace EdgeRuntime.Converter.Graph;

/// <summary>Where each output position of <see cref="Op.Upsample"/> reads along one dimension: x = (1 - Weight) * x[Low] + Weight * x[High].</summary>
/// <remarks>
/// Source position of output i: i / scale (asymmetric), (i + 1/2) / scale - 1/2 (half_pixel; pytorch_half_pixel is 0 for a single output),
/// i * (input - 1) / (input * scale - 1) (align_corners; the length is not rounded, as in the ONNX node tests). A scale that is output / input up to float rounding is taken as that exact ratio.
/// Weights are 0 in mode nearest.
/// </remarks>
public sealed record UpsampleTable(int[] Low, int[] High, float[] Weight)
{
    /// <summary>The table of one dimension (0 height, 1 width) of an Upsample node.</summary>
    public static UpsampleTable Of(Node node, int dimension)
    {
        int input = node.Inputs[0]!.Shape[1 + dimension];
        int output = node.Outputs[0].Shape[1 + dimension];
        double scale = node.Attributes.Floats("scales")[dimension];
        double exact = (double)output / input;
        if (Math.Abs(scale - exact) <= exact * 1e-6) scale = exact;
        string coordinates = node.Attributes.Text("coordinates");
        bool linear = node.Attributes.Text("mode") == "linear";
        UpsampleTable table = new(new int[output], new int[output], new float[output]);
        for (int i = 0; i < output; i++)
        {
            double x = Source(coordinates, i, input, output, scale);
            if (linear) table.SetLinear(i, Math.Clamp(x, 0, input - 1), input);
            else table.Low[i] = table.High[i] = (int)Math.Clamp(Rounded(node.Attributes.Text("nearestMode"), x), 0, input - 1);
        }

        return table;
    }

    private void SetLinear(int i, double x, int input)
    {
        Low[i] = (int)Math.Floor(x);
        High[i] = Math.Min(Low[i] + 1, input - 1);
        Weight[i] = (float)(x - Low[i]);
    }

    private static double Source(string coordinates, int i, int input, int output, double scale) => coordinates switch
    {
        "asymmetric" => i / scale,
        "align_corners" => Math.Abs((scale * input) - 1) < 1e-9 ? 0 : (double)i * (input - 1) / ((scale * input) - 1),
        "pytorch_half_pixel" when output == 1 => 0,
        _ => ((i + 0.5) / scale) - 0.5,
    };

    private static double Rounded(string mode, double x) => mode switch
    {
        "ceil" => Math.Ceiling(x),
        "round_prefer_floor" => Math.Ceiling(x - 0.5),
        "round_prefer_ceil" => Math.Floor(x + 0.5),
        _ => Math.Floor(x),
    };
}
