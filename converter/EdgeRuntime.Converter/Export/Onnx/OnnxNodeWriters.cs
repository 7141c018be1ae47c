using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Export.Onnx;

/// <summary>How each operator of a lowered graph, ordered channels first, is written in ONNX.</summary>
internal static class OnnxNodeWriters
{
    private static readonly Dictionary<string, Action<OnnxWriter, Node>> ByName = new(StringComparer.Ordinal)
    {
        [Op.Conv] = LayerWriters.Conv,
        [Op.Dense] = LayerWriters.Dense,
        [Op.MaxPool] = LayerWriters.Pool,
        [Op.AveragePool] = LayerWriters.Pool,
        [Op.BatchNorm] = LayerWriters.BatchNorm,
        [Op.Lrn] = LayerWriters.Lrn,
        [Op.Upsample] = LayerWriters.Upsample,
        [Op.Add] = Same,
        [Op.Sub] = Same,
        [Op.Mul] = Same,
        [Op.Div] = Same,
        [Op.Max] = Same,
        [Op.Min] = Same,
        [Op.PRelu] = Same,
        [Op.Relu] = Same,
        [Op.Sigmoid] = Same,
        [Op.Tanh] = Same,
        [Op.Sign] = Same,
        [Op.Concat] = (w, n) => Same(w, n, OnnxWriter.Int("axis", n.Attributes.Int("axis"))),
        [Op.Softmax] = FunctionWriters.Softmax,
        [Op.LeakyRelu] = (w, n) => Same(w, n, OnnxWriter.Float("alpha", n.Attributes.Float("alpha"))),
        [Op.HardSigmoid] = (w, n) => Same(w, n, OnnxWriter.Float("alpha", n.Attributes.Float("alpha")), OnnxWriter.Float("beta", n.Attributes.Float("beta"))),
        [Op.HardSwish] = FunctionWriters.HardSwish,
        [Op.Clip] = FunctionWriters.Clip,
        [Op.Binarise] = FunctionWriters.Binarise,
        [Op.Quantize] = FunctionWriters.Quantize,
        [Op.Dequantize] = FunctionWriters.Quantize,
        [Op.Pad] = MovementWriters.Pad,
        [Op.Reshape] = MovementWriters.Reshape,
        [Op.Transpose] = MovementWriters.Transpose,
        [Op.Slice] = MovementWriters.Slice,
    };

    public static void Write(OnnxWriter writer, Node node)
    {
        if (!ByName.TryGetValue(node.Op, out Action<OnnxWriter, Node>? write)) throw new ConversionException($"{node.Op} '{node.Name}' has no form in ONNX");
        if (writer.DynamicBatch) MovementWriters.CheckBatch(node);
        write(writer, node);
    }

    private static void Same(OnnxWriter writer, Node node) => Same(writer, node, []);

    private static void Same(OnnxWriter writer, Node node, params Import.Onnx.Schema.AttributeProto[] attributes)
        => writer.Add(node.Op, node.Name, [.. node.Inputs.ConvertAll(v => writer.Name(v!))], node.Outputs[0].Name, attributes);
}
