using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Export.Onnx;

/// <summary>Elementwise functions that ONNX writes differently.</summary>
internal static class FunctionWriters
{
    public static void Clip(OnnxWriter w, Node node)
        => Clip(w, node.Name, w.Name(node.Inputs[0]!), node.Attributes.Float("min"), node.Attributes.Float("max"), node.Outputs[0].Name);

    public static void Clip(OnnxWriter w, string name, string x, float min, float max, string y)
        => w.Add("Clip", name, [x, w.Constant(name + "/min", TensorData.Of([], [min])), w.Constant(name + "/max", TensorData.Of([], [max]))], y);

    public static void Softmax(OnnxWriter w, Node node)
        => w.Add(node.Attributes.Int("log") != 0 ? "LogSoftmax" : "Softmax", node.Name, [w.Name(node.Inputs[0]!)], node.Outputs[0].Name, OnnxWriter.Int("axis", node.Attributes.Int("axis")));

    /// <summary>x * HardSigmoid(x): the operator itself is newer than opset 13.</summary>
    public static void HardSwish(OnnxWriter w, Node node)
    {
        string x = w.Name(node.Inputs[0]!);
        string gate = w.Unique(node.Name + "/gate");
        w.Add("HardSigmoid", node.Name + "/gate", [x], gate, OnnxWriter.Float("alpha", 1f / 6), OnnxWriter.Float("beta", 0.5f));
        w.Add("Mul", node.Name, [x, gate], node.Outputs[0].Name);
    }

    /// <summary>Sign(Sign(x) + 1/2): ONNX has no sign function that gives +1 for 0.</summary>
    public static void Binarise(OnnxWriter w, Node node)
    {
        string sign = w.Unique(node.Name + "/sign");
        string moved = w.Unique(node.Name + "/moved");
        w.Add("Sign", node.Name + "/sign", [w.Name(node.Inputs[0]!)], sign);
        w.Add("Add", node.Name + "/moved", [sign, w.Constant(node.Name + "/half", TensorData.Of([], [0.5f]))], moved);
        w.Add("Sign", node.Name, [moved], node.Outputs[0].Name);
    }

    public static void Quantize(OnnxWriter w, Node node)
    {
        ElementType type = node.Op == Op.Quantize ? node.Outputs[0].Type : node.Inputs[0]!.Type;
        long zero = node.Attributes.Int("zeroPoint") + (type == ElementType.UInt8 ? 128 : 0);
        string scale = w.Constant(node.Name + "/scale", TensorData.Of([], [node.Attributes.Float("scale")]));
        string point = w.Constant(node.Name + "/zero", TensorData.Of([], [zero], type));
        w.Add(node.Op == Op.Quantize ? "QuantizeLinear" : "DequantizeLinear", node.Name, [w.Name(node.Inputs[0]!), scale, point], node.Outputs[0].Name);
    }
}
