using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>y = x * Scale + Shift with one value a channel of the last dimension.</summary>
internal sealed record AffineMap(float[] Scale, float[] Shift)
{
    /// <summary>What <paramref name="node"/> does to its operand <paramref name="x"/>, or null when it is no such map.</summary>
    public static AffineMap? Of(Node node, Value x)
    {
        if (x.Shape.Length == 0) return null;
        int channels = x.Shape[^1];
        if (node.Op == Op.BatchNorm) return new AffineMap(node.Inputs[1]!.Constant!.Floats, node.Inputs[2]!.Constant!.Floats);
        if (node.Op is not (Op.Add or Op.Sub or Op.Mul or Op.Div)) return null;
        bool second = node.Inputs[0] == x;
        float[]? c = PerChannel(node.Inputs[second ? 1 : 0]!, channels);
        if (c is null || !Shapes.Same(node.Outputs[0].Shape, x.Shape)) return null;
        float[] one = [.. Enumerable.Repeat(1f, channels)];
        float[] none = new float[channels];
        return node.Op switch
        {
            Op.Add => new AffineMap(one, c),
            Op.Mul => new AffineMap(c, none),
            Op.Sub when second => new AffineMap(one, Array.ConvertAll(c, v => -v)),
            Op.Sub => new AffineMap(Array.ConvertAll(one, v => -v), c),
            Op.Div when second && c.All(v => float.IsFinite(1 / v)) => new AffineMap(Array.ConvertAll(c, v => 1 / v), none),
            _ => null,
        };
    }

    /// <summary>This map followed by <paramref name="next"/>.</summary>
    public AffineMap Then(AffineMap next) => new(
        [.. Scale.Select((s, i) => (float)((double)s * next.Scale[i]))],
        [.. Shift.Select((t, i) => (float)(((double)t * next.Scale[i]) + next.Shift[i]))]);

    /// <summary>A constant as one value a channel of the last dimension, or null.</summary>
    private static float[]? PerChannel(Value value, int channels)
    {
        TensorData? c = value.Constant;
        if (c is null || !c.IsFloat) return null;
        if (c.Count == 1) return [.. Enumerable.Repeat(c.Floats[0], channels)];
        return c.Count == channels && c.Shape[^1] == channels ? c.Floats : null;
    }
}
