using System;
using System.Linq;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>How the integer sums of a layer become int8: the end of its record.</summary>
internal sealed class Int8Results
{
    private const int PerRowFlag = 64;

    private readonly LayerRecord layer;
    private readonly Quantization result;
    private readonly double[] factors;
    private readonly FixedPointMultiplier[] multipliers;

    /// <param name="layer">The layer, with integer weights.</param>
    /// <param name="inputScale">What an input of 1 stands for.</param>
    /// <param name="result">Quantisation of the result.</param>
    public Int8Results(LayerRecord layer, float inputScale, Quantization result)
    {
        this.layer = layer;
        this.result = result;
        factors = [.. layer.Weights.Scales.Select(s => (double)inputScale * s)];
        multipliers = [.. factors.Select(f => FixedPointMultiplier.Of(f / result.Scale))];
    }

    /// <summary>Flag bit 6 where each row has a multiplier of its own.</summary>
    public int Flag => multipliers.Length > 1 ? PerRowFlag : 0;

    /// <summary>Writes bias, zero points (of the input only where it has one), clamp, multipliers and shifts.</summary>
    public void Write(RecordBody body, int? inputZeroPoint)
    {
        if (layer.Bias is not null) body.Vector(ConstantWriter.Vector(Bias()));
        (int low, int high) = Clamp(layer.Activation, result);
        body.Attributes(w =>
        {
            if (inputZeroPoint is { } zero) w.Zigzag(zero);
            w.Zigzag(result.ZeroPoint);
            w.Zigzag(low);
            w.Zigzag(high);
        });
        body.Vector(ConstantWriter.Vector([.. multipliers.Select(m => m.Mantissa)]));
        body.Vector(ConstantWriter.Vector([.. multipliers.Select(m => m.Shift)]));
    }

    private int[] Bias()
    {
        int[] bias = new int[layer.Bias!.Length];
        for (int i = 0; i < bias.Length; i++)
        {
            double scale = factors[factors.Length > 1 ? i : 0];
            double v = scale == 0 ? 0 : Math.Round(layer.Bias[i] / scale, MidpointRounding.AwayFromZero);
            bias[i] = (int)Math.Clamp(v, -(1 << 30), 1 << 30);
        }

        return bias;
    }

    /// <summary>Int8 limits that an activation sets on the output.</summary>
    public static (int Low, int High) Clamp(string activation, Quantization q)
    {
        int low = activation.Length > 0 ? Math.Max(-128, q.ZeroPoint) : -128;
        int high = activation == "relu6" ? (int)Math.Clamp(Math.Round(6.0 / q.Scale) + q.ZeroPoint, low, 127) : 127;
        return (low, high);
    }
}
