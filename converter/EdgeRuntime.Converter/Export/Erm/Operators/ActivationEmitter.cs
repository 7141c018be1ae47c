using System;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Operations on each element of one tensor; over int8 they become a rescaling or a table of 256 results.</summary>
internal static class ActivationEmitter
{
    public static void Relu(Emission e, Node node) => Limit(e, node, Opcode.Relu, 0f, float.PositiveInfinity, new RecordBody());

    public static void Clip(Emission e, Node node)
    {
        float min = Math.Max(node.Attributes.Float("min", float.MinValue), float.MinValue);
        float max = Math.Min(node.Attributes.Float("max", float.MaxValue), float.MaxValue);
        Limit(e, node, Opcode.Clip, min, max, new RecordBody().Attributes(w =>
        {
            w.F32(min);
            w.F32(max);
        }));
    }

    public static void LeakyRelu(Emission e, Node node)
    {
        float alpha = node.Attributes.Float("alpha", 0.01f);
        Unary(e, node, Opcode.LeakyRelu, x => x < 0 ? alpha * x : x, w => w.F32(alpha));
    }

    public static void Sigmoid(Emission e, Node node) => Unary(e, node, Opcode.Sigmoid, Functions.Sigmoid);

    public static void Tanh(Emission e, Node node) => Unary(e, node, Opcode.Tanh, Functions.Tanh);

    public static void HardSwish(Emission e, Node node) => Unary(e, node, Opcode.HardSwish, x => x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6);

    public static void HardSigmoid(Emission e, Node node)
    {
        float alpha = node.Attributes.Float("alpha", 0.2f);
        float beta = node.Attributes.Float("beta", 0.5f);
        Unary(e, node, Opcode.HardSigmoid, x => Math.Clamp(alpha * x + beta, 0, 1), w =>
        {
            w.F32(alpha);
            w.F32(beta);
        });
    }

    public static void Sign(Emission e, Node node) => Unary(e, node, Opcode.Sign, x => Math.Sign(x));

    public static void Softmax(Emission e, Node node)
    {
        int axis = node.Attributes.Int("axis", -1);
        if (axis < 0) axis += node.Inputs[0]!.Shape.Length;
        e.Add(node, Opcode.Softmax, [e.Float(node.Inputs[0]!)], node.Outputs[0], Kind.Float32, new RecordBody().Attributes(w => w.U8(axis | (node.Attributes.Int("log") << 7))), inPlace: true);
    }

    public static void Lrn(Emission e, Node node)
    {
        RecordBody body = new RecordBody().Attributes(w =>
        {
            w.Varint(node.Attributes.Int("size"));
            w.F32(node.Attributes.Float("alpha", 1e-4f));
            w.F32(node.Attributes.Float("beta", 0.75f));
            w.F32(node.Attributes.Float("bias", 1f));
        });
        e.Add(node, Opcode.Lrn, [e.Float(node.Inputs[0]!)], node.Outputs[0], Kind.Float32, body, inPlace: true);
    }

    private static void Limit(Emission e, Node node, int opcode, float min, float max, RecordBody body)
    {
        Value x = node.Inputs[0]!;
        Value y = node.Outputs[0];
        // An int8 sum has clamped its result already.
        if (e.Has(y, Kind.Int8)) return;
        if (x.Quantization is { } qx && y.Quantization is { } qy)
        {
            int low = (int)Math.Clamp(Math.Round(min / (double)qy.Scale) + qy.ZeroPoint, -128, 127);
            int high = (int)Math.Clamp(Math.Round(max / (double)qy.Scale) + qy.ZeroPoint, low, 127);
            e.Add(node, Opcode.Requantize, [e.Int8(x)], y, Kind.Int8, QuantizeEmitter.Rescale(qx, qy, low, high), inPlace: true);
        }
        else
        {
            e.Add(node, opcode, [e.Float(x)], y, Kind.Float32, body, inPlace: true);
        }
    }

    private static void Unary(Emission e, Node node, int opcode, Func<float, float> function, Action<ByteWriter>? attributes = null)
    {
        Value x = node.Inputs[0]!;
        Value y = node.Outputs[0];
        if (x.Quantization is { } qx && y.Quantization is { } qy)
        {
            e.Add(node, Opcode.LookupInt8, [e.Int8(x)], y, Kind.Int8, new RecordBody().Attributes(w => Table(w, function, qx, qy)), inPlace: true);
            return;
        }

        RecordBody body = new();
        if (attributes is not null) body.Attributes(attributes);
        e.Add(node, opcode, [e.Float(x)], y, Kind.Float32, body, inPlace: true);
    }

    private static void Table(ByteWriter w, Func<float, float> function, Quantization x, Quantization y)
    {
        for (int q = -128; q < 128; q++) w.U8((byte)EdgeRuntime.Quantize.Of(function(x.Scale * (q - x.ZeroPoint)), y.Scale, y.ZeroPoint));
    }
}
