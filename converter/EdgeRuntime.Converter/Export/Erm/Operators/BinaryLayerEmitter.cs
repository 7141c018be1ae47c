using System.Linq;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>
/// Layers that read bits. Where signs are all that becomes of the result, thresholds on the dot products give them; otherwise the result is int8, if it is quantised, or float.
/// A dense layer behind a flattened image is a convolution by the whole image, which needs no other order of bits.
/// </summary>
internal static class BinaryLayerEmitter
{
    public static void Emit(Emission e, LayerRecord layer)
    {
        Slot input = e.Bits(layer.Input);
        bool wholeImage = layer.Kernel is null && input.Shape[^1] != layer.Weights.RowLength;
        LayerRecord form = wholeImage ? new LayerRecord(layer.Node, input.Shape[1..3], 1) : layer;
        int[] shape = wholeImage ? [input.Shape[0], 1, 1, layer.Weights.Rows] : layer.Kernel is null ? [.. input.Shape[..^1], layer.Weights.Rows] : layer.Output.Shape;
        if (e.Signs.Chains.FirstOrDefault(c => c.FromLayer == layer.Node) is { } chain && Thresholds(layer, chain) is { } thresholds)
        {
            RecordBody body = new();
            if (form.Kernel is not null) body.Attributes(w => form.WriteFlags(w, 0));
            body.Matrix(WeightEncoding.EncodePlainSigns(layer.Weights, input.Shape[^1]), layer.Weights.Rows, layer.Weights.RowLength).Vector(ConstantWriter.Vector(thresholds));
            Slot bits = e.Push(layer.Node.Name, form.Kernel is null ? Opcode.DenseBinaryBits : Opcode.Conv2DBinaryBits, [input], new Slot(Kind.Bits, shape), body);
            SignEmitter.Finish(e, chain, bits);
        }
        else if (layer.Output.Quantization is { } q)
        {
            Int8Results results = new(layer, 1f / (1 << ConvolutionBinary.Fraction), q);
            RecordBody body = new RecordBody().Attributes(w => form.WriteFlags(w, (form.Upper & ~0xC0) | results.Flag));
            body.Matrix(WeightEncoding.EncodePlainSigns(layer.Weights, input.Shape[^1]), layer.Weights.Rows, layer.Weights.RowLength);
            results.Write(body, null);
            Result(e, layer, form.Kernel is null ? Opcode.DenseBinaryInt8 : Opcode.Conv2DBinaryInt8, Kind.Int8, shape, body);
        }
        else
        {
            RecordBody body = new RecordBody().Attributes(w => form.WriteFlags(w, form.Upper));
            body.Matrix(WeightEncoding.EncodeSigns(layer.Weights, input.Shape[^1]), layer.Weights.Rows, layer.Weights.RowLength);
            if (layer.Bias is not null) body.Vector(ConstantWriter.Vector(layer.Bias));
            Result(e, layer, form.Kernel is null ? Opcode.DenseBinary : Opcode.Conv2DBinary, Kind.Float32, shape, body);
        }
    }

    /// <summary>Adds the layer, and a view in the shape of the graph's value if the device has it in another.</summary>
    private static void Result(Emission e, LayerRecord layer, int opcode, int kind, int[] shape, RecordBody body)
    {
        Value y = layer.Output;
        if (Shapes.Same(shape, y.Shape))
        {
            e.Add(layer.Node, opcode, [e.Bits(layer.Input)], y, kind, body);
            return;
        }

        Slot result = e.Push(layer.Node.Name, opcode, [e.Bits(layer.Input)], new Slot(kind, shape), body);
        e.Add(layer.Node, Opcode.Reshape, [result], y, kind, new RecordBody().Attributes(w => Emission.Shape(w, y.Shape)), inPlace: true);
    }

    /// <summary>The thresholds on the dot products, by the arithmetic of the engine over floats; null where it overflows.</summary>
    private static int[]? Thresholds(LayerRecord layer, SignChain chain)
    {
        LayerWeights weights = layer.Weights;
        int[] thresholds = new int[weights.Rows];
        for (int c = 0; c < thresholds.Length; c++)
        {
            float scale = weights.Scales[weights.Scales.Length > 1 ? c : 0], bias = layer.Bias is null ? 0f : layer.Bias[c];
            float Value(int dot) => ConvolutionFloat.Activate(dot * scale + bias, layer.ActivationCode);
            if (SignEmitter.Threshold(chain, c, -weights.RowLength, weights.RowLength, Value) is not { } threshold) return null;
            thresholds[c] = threshold;
        }

        return thresholds;
    }
}
