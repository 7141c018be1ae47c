using System.Linq;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Explicit changes between float and int8, as quantised ONNX files contain them.</summary>
internal static class QuantizeEmitter
{
    /// <summary>Gives the int8 side of explicit quantisation nodes its scale, so that ports and neighbours know it.</summary>
    public static void Annotate(ModelGraph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Op == Op.Quantize) node.Outputs[0].Quantization ??= Of(node);
            if (node.Op == Op.Dequantize) node.Inputs[0]!.Quantization ??= Of(node);
        }

        // Integer tensors that no scale is known of stand for themselves.
        Quantization plain = new(1f, 0);
        foreach (Value v in graph.Inputs.Concat(graph.Nodes.SelectMany(n => n.Outputs)))
            if (v.Type is ElementType.Int8 or ElementType.UInt8) v.Quantization ??= plain;
    }

    public static void Quantize(Emission e, Node node)
        => e.Add(node, Opcode.Quantize, [e.Float(node.Inputs[0]!)], node.Outputs[0], Kind.Int8, new RecordBody().Attributes(w => Emission.Affine(w, Of(node))));

    public static void Dequantize(Emission e, Node node)
        => e.Add(node, Opcode.Dequantize, [e.Int8(node.Inputs[0]!)], node.Outputs[0], Kind.Float32, new RecordBody().Attributes(w => Emission.Affine(w, Of(node))));

    /// <summary>Record body of <see cref="Opcode.Requantize"/>.</summary>
    public static RecordBody Rescale(Quantization from, Quantization to, int low, int high) => new RecordBody().Attributes(w =>
    {
        w.Zigzag(from.ZeroPoint);
        w.Zigzag(to.ZeroPoint);
        w.Zigzag(low);
        w.Zigzag(high);
        FixedPointMultiplier.Of((double)from.Scale / to.Scale).Write(w);
    });

    private static Quantization Of(Node node) => new(node.Attributes.Float("scale"), node.Attributes.Int("zeroPoint"));
}
