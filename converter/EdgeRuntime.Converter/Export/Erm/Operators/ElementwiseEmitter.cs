using System.Linq;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Operations on two tensors.</summary>
internal static class ElementwiseEmitter
{
    /// <summary>Bits the TensorFlow Lite reference shifts operands up by before adding them.</summary>
    private const int Headroom = 20;

    public static void Add(Emission e, Node node)
    {
        if (!IsInt8(node))
        {
            Float(e, node, Opcode.Add);
            return;
        }

        Quantization a = node.Inputs[0]!.Quantization!;
        Quantization b = node.Inputs[1]!.Quantization!;
        Value result = Rectified(e, node) ?? node.Outputs[0];
        Quantization y = result.Quantization!;
        double twice = 2.0 * System.Math.Max(a.Scale, b.Scale);
        Int8(e, node, Opcode.AddInt8, result, w =>
        {
            FixedPointMultiplier.Of(a.Scale / twice).Write(w);
            FixedPointMultiplier.Of(b.Scale / twice).Write(w);
            FixedPointMultiplier.Of(twice / ((1 << Headroom) * (double)y.Scale)).Write(w);
        });
    }

    public static void Mul(Emission e, Node node)
    {
        if (!IsInt8(node))
        {
            Float(e, node, Opcode.Mul);
            return;
        }

        double factor = (double)node.Inputs[0]!.Quantization!.Scale * node.Inputs[1]!.Quantization!.Scale / node.Outputs[0].Quantization!.Scale;
        Int8(e, node, Opcode.MulInt8, node.Outputs[0], w => FixedPointMultiplier.Of(factor).Write(w));
    }

    public static void Sub(Emission e, Node node) => Float(e, node, Opcode.Sub);

    public static void Div(Emission e, Node node) => Float(e, node, Opcode.Div);

    public static void Max(Emission e, Node node) => Float(e, node, Opcode.Max);

    public static void Min(Emission e, Node node) => Float(e, node, Opcode.Min);

    public static void PRelu(Emission e, Node node) => Float(e, node, Opcode.PRelu);

    private static bool IsInt8(Node node)
        => node.Outputs[0].Quantization is not null
            && node.Inputs.All(v => v!.Quantization is not null && v.Constant is null && v.Shape.SequenceEqual(node.Outputs[0].Shape));

    private static void Float(Emission e, Node node, int opcode)
    {
        bool sameShape = node.Inputs[0]!.Shape.SequenceEqual(node.Outputs[0].Shape);
        e.Add(node, opcode, [e.Float(node.Inputs[0]!), e.Float(node.Inputs[1]!)], node.Outputs[0], Kind.Float32, new RecordBody(), sameShape);
    }

    // The result of a Relu that alone reads the sum: clamping the sum at the zero point does both.
    private static Value? Rectified(Emission e, Node node)
    {
        Value sum = node.Outputs[0];
        return e.ConsumersOf(sum) is [{ Op: Op.Relu } relu] && !e.Graph.Outputs.Contains(sum) && relu.Outputs[0].Quantization is not null ? relu.Outputs[0] : null;
    }

    private static void Int8(Emission e, Node node, int opcode, Value result, System.Action<ByteWriter> multipliers)
    {
        Quantization y = result.Quantization!;
        (int low, int high) = Int8Results.Clamp(result == node.Outputs[0] ? "" : "relu", y);
        RecordBody body = new RecordBody().Attributes(w =>
        {
            w.Zigzag(node.Inputs[0]!.Quantization!.ZeroPoint);
            w.Zigzag(node.Inputs[1]!.Quantization!.ZeroPoint);
            w.Zigzag(y.ZeroPoint);
            w.Zigzag(low);
            w.Zigzag(high);
            multipliers(w);
        });
        e.Add(node, opcode, [e.Int8(node.Inputs[0]!), e.Int8(node.Inputs[1]!)], result, Kind.Int8, body, inPlace: true);
    }
}
