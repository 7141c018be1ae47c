using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Convolution and dense layers: over floats, over int8, or over bits, whichever the graph's quantisation allows.</summary>
internal static class ConvolutionEmitter
{

    public static void Conv(Emission e, Node node) => Emit(e, node, node.Inputs[1]!.Shape[1..3], node.Attributes.Int("group", 1));

    public static void Dense(Emission e, Node node) => Emit(e, node, null, 1);

    private static void Emit(Emission e, Node node, int[]? kernel, int groups)
    {
        LayerRecord layer = new(node, kernel, groups);
        if (e.Has(node.Inputs[0]!, Kind.Bits)) BinaryLayerEmitter.Emit(e, layer);
        else if (RunsAsInt8(node)) Int8(e, layer);
        else Float(e, layer);
    }

    /// <summary>Whether the node can run over int8: both activations are quantised and the weights are integers times scales.</summary>
    public static bool RunsAsInt8(Node node)
        => node.Inputs[0]!.Quantization is not null && node.Outputs[0].Quantization is not null
            && node.Weights is { Form: WeightForm.Integer or WeightForm.Binary or WeightForm.Ternary };

    private static void Float(Emission e, LayerRecord layer)
    {
        EncodedConstant weights = WeightEncoding.Encode(layer.Weights, e.Quick);
        RecordBody body = new();
        body.Attributes(w => layer.WriteFlags(w, layer.Upper));
        body.Matrix(weights, layer.Weights.Rows, layer.Weights.RowLength);
        if (layer.Bias is not null) body.Vector(ConstantWriter.Vector(layer.Bias));
        e.Add(layer.Node, layer.Kernel is null ? Opcode.Dense : Opcode.Conv2D, [e.Float(layer.Input)], layer.Output, Kind.Float32, body);
    }

    private static void Int8(Emission e, LayerRecord layer)
    {
        Quantization qx = layer.Input.Quantization!;
        Quantization qy = layer.Output.Quantization!;
        Int8Results results = new(layer, qx.Scale, qy);
        RecordBody body = new();
        body.Attributes(w => layer.WriteFlags(w, (layer.Upper & ~0xC0) | results.Flag));
        body.Matrix(WeightEncoding.EncodeIntegers(layer.Weights, e.Quick), layer.Weights.Rows, layer.Weights.RowLength);
        results.Write(body, qx.ZeroPoint);
        e.Add(layer.Node, layer.Kernel is null ? Opcode.DenseInt8 : Opcode.Conv2DInt8, [e.Int8(layer.Input)], layer.Output, Kind.Int8, body);
    }
}
