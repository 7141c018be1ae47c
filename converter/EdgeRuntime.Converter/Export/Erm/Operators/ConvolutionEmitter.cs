using System;
using System.Linq;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Convolution and dense layers: over floats, over int8, or over bits, whichever the graph's quantisation allows.</summary>
internal static class ConvolutionEmitter
{
    private const int BiasFlag = 32;
    private const int PerRowFlag = 64;

    public static void Conv(Emission e, Node node) => Emit(e, node, node.Inputs[1]!.Shape[1..3], node.Attributes.Int("group", 1));

    public static void Dense(Emission e, Node node) => Emit(e, node, null, 1);

    private static void Emit(Emission e, Node node, int[]? kernel, int groups)
    {
        Layer layer = new(node, kernel, groups);
        if (e.Has(node.Inputs[0]!, Kind.Bits)) Binary(e, layer);
        else if (RunsAsInt8(node)) Int8(e, layer);
        else Float(e, layer);
    }

    /// <summary>Whether the node can run over int8: both activations are quantised and the weights are integers times scales.</summary>
    public static bool RunsAsInt8(Node node)
        => node.Inputs[0]!.Quantization is not null && node.Outputs[0].Quantization is not null
            && node.Weights is { Form: WeightForm.Integer or WeightForm.Binary or WeightForm.Ternary };

    private static void Float(Emission e, Layer layer)
    {
        EncodedConstant weights = WeightEncoding.Encode(layer.Weights, e.Quick);
        RecordBody body = new();
        body.Attributes(w => layer.WriteFlags(w, layer.Upper));
        body.Matrix(weights, layer.Weights.Rows, layer.Weights.RowLength);
        if (layer.Bias is not null) body.Vector(ConstantWriter.Vector(layer.Bias));
        e.Add(layer.Node, layer.Kernel is null ? Opcode.Dense : Opcode.Conv2D, [e.Float(layer.Input)], layer.Output, Kind.Float32, body);
    }

    private static void Binary(Emission e, Layer layer)
    {
        int group = layer.Input.Shape[^1];
        EncodedConstant weights = WeightEncoding.EncodeBinaryWords(layer.Weights, group);
        RecordBody body = new();
        body.Attributes(w => layer.WriteFlags(w, layer.Upper));
        body.Matrix(weights, layer.Weights.Rows, layer.Weights.RowLength);
        if (layer.Bias is not null) body.Vector(ConstantWriter.Vector(layer.Bias));
        e.Add(layer.Node, layer.Kernel is null ? Opcode.DenseBinary : Opcode.Conv2DBinary, [e.Bits(layer.Input)], layer.Output, Kind.Float32, body);
    }

    private static void Int8(Emission e, Layer layer)
    {
        Quantization qx = layer.Input.Quantization!;
        Quantization qy = layer.Output.Quantization!;
        double[] factors = [.. layer.Weights.Scales.Select(s => (double)qx.Scale * s)];
        FixedPointMultiplier[] multipliers = [.. factors.Select(f => FixedPointMultiplier.Of(f / qy.Scale))];
        int perRow = multipliers.Length > 1 ? PerRowFlag : 0;
        (int low, int high) = Clamp(layer.Activation, qy);
        RecordBody body = new();
        body.Attributes(w => layer.WriteFlags(w, (layer.Upper & ~0xC0) | perRow));
        body.Matrix(WeightEncoding.EncodeIntegers(layer.Weights, e.Quick), layer.Weights.Rows, layer.Weights.RowLength);
        if (layer.Bias is not null) body.Vector(ConstantWriter.Vector(IntegerBias(layer, factors)));
        body.Attributes(w => Zeros(w, qx.ZeroPoint, qy.ZeroPoint, low, high));
        body.Vector(ConstantWriter.Vector([.. multipliers.Select(m => m.Mantissa)]));
        body.Vector(ConstantWriter.Vector([.. multipliers.Select(m => m.Shift)]));
        e.Add(layer.Node, layer.Kernel is null ? Opcode.DenseInt8 : Opcode.Conv2DInt8, [e.Int8(layer.Input)], layer.Output, Kind.Int8, body);
    }

    private static int[] IntegerBias(Layer layer, double[] factors)
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

    private static void Zeros(ByteWriter w, int input, int output, int low, int high)
    {
        w.Zigzag(input);
        w.Zigzag(output);
        w.Zigzag(low);
        w.Zigzag(high);
    }

    /// <summary>Int8 limits that an activation sets on the output.</summary>
    public static (int Low, int High) Clamp(string activation, Quantization q)
    {
        int low = activation.Length > 0 ? Math.Max(-128, q.ZeroPoint) : -128;
        int high = activation == "relu6" ? (int)Math.Clamp(Math.Round(6.0 / q.Scale) + q.ZeroPoint, low, 127) : 127;
        return (low, high);
    }

    /// <summary>What the three forms need of the node.</summary>
    private sealed class Layer
    {
        private readonly int groups;

        public Layer(Node node, int[]? kernel, int groups)
        {
            Node = node;
            Kernel = kernel;
            this.groups = groups;
            Weights = node.Weights ?? Plain(node);
            Bias = node.Inputs.Count > 2 ? node.Inputs[2]?.Constant?.Floats : null;
            Activation = node.Attributes.Text("activation");
            if (Bias is not null && Array.TrueForAll(Bias, b => b == 0)) Bias = null;
        }

        public Node Node { get; }

        /// <summary>Null for a dense layer.</summary>
        public int[]? Kernel { get; }

        public Value Input => Node.Inputs[0]!;

        public Value Output => Node.Outputs[0];

        public LayerWeights Weights { get; }

        public float[]? Bias { get; }

        public string Activation { get; }

        /// <summary>Upper flag bits of the float record: groups, bias, activation.</summary>
        public int Upper => (groups > 1 ? 16 : 0) | (Bias is null ? 0 : BiasFlag) | (ActivationCode << 6);

        private int ActivationCode => Activation switch
        {
            "" => Format.Activation.None,
            "relu" => Format.Activation.Relu,
            "relu6" => Format.Activation.Relu6,
            _ => throw new ConversionException($"node '{Node.Name}' has the fused activation '{Activation}'; relu and relu6 can be fused"),
        };

        public void WriteFlags(ByteWriter w, int upper)
        {
            if (Kernel is null)
            {
                w.U8(upper);
                return;
            }

            WindowRecord.Write(w, Node, Kernel, upper);
            if (groups > 1) w.Varint(groups);
        }

        private static LayerWeights Plain(Node node)
        {
            TensorData data = node.Inputs[1]?.Constant
                ?? throw new ConversionException($"node '{node.Name}' has weights that are computed at run time; the device needs them constant");
            return new LayerWeights(data.Shape[0], data.Count / data.Shape[0], data.Floats);
        }
    }
}
