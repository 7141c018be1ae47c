using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Import.Onnx.Schema;

namespace EdgeRuntime.Converter.Export.Onnx;

/// <summary>Layers with parameters and operators on images.</summary>
internal static class LayerWriters
{
    private const int DilatedAveragePool = 19;

    public static void Conv(OnnxWriter w, Node node)
    {
        TensorData weights = node.Inputs[1]!.Constant!;
        int[] s = weights.Shape;
        int[] shape = [s[0], s[3], s[1], s[2]];
        int[] strides = Shapes.Permute(Shapes.Strides(s), [0, 3, 1, 2]);
        TensorData first = ReferenceMovement.Gather(weights, shape, index => ReferenceElementwise.Offset(index, strides));
        List<string> inputs = [w.Name(node.Inputs[0]!), w.Constant(node.Name + "/weights", first)];
        if (Bias(node) is { } bias) inputs.Add(w.Name(bias));
        Activated(w, node, y => w.Add("Conv", node.Name, [.. inputs], y, [.. Window(node), OnnxWriter.Ints("kernel_shape", [s[1], s[2]]), OnnxWriter.Int("group", node.Attributes.Int("group", 1))]));
    }

    public static void Dense(OnnxWriter w, Node node)
    {
        Value x = node.Inputs[0]!;
        TensorData weights = node.Inputs[1]!.Constant!;
        if (x.Shape.Length == 2)
        {
            List<string> inputs = [w.Name(x), w.Constant(node.Name + "/weights", weights)];
            if (Bias(node) is { } c) inputs.Add(w.Name(c));
            Activated(w, node, y => w.Add("Gemm", node.Name, [.. inputs], y, OnnxWriter.Int("transB", 1)));
            return;
        }

        TensorData turned = ReferenceMovement.Gather(weights, [weights.Shape[1], weights.Shape[0]], i => (i[1] * weights.Shape[1]) + i[0]);
        string matrix = w.Constant(node.Name + "/weights", turned);
        Activated(w, node, y =>
        {
            Value? bias = Bias(node);
            string product = bias is null ? y : w.Unique(node.Name + "/product");
            w.Add("MatMul", node.Name, [w.Name(x), matrix], product);
            if (bias is not null) w.Add("Add", node.Name + "/add", [product, w.Name(bias)], y);
        });
    }

    public static void Pool(OnnxWriter w, Node node)
    {
        List<AttributeProto> attributes = [.. Window(node), OnnxWriter.Ints("kernel_shape", node.Attributes.Ints("kernel"))];
        if (node.Op == Op.AveragePool)
        {
            attributes.Add(OnnxWriter.Int("count_include_pad", node.Attributes.Int("includePad")));
            if (node.Attributes.Ints("dilations", [1, 1]).Any(d => d != 1)) w.Needs(DilatedAveragePool);
            else attributes.RemoveAll(a => a.Name == "dilations");
        }

        w.Add(node.Op, node.Name, [w.Name(node.Inputs[0]!)], node.Outputs[0].Name, [.. attributes]);
    }

    public static void BatchNorm(OnnxWriter w, Node node)
    {
        string[] parameters = [w.Name(node.Inputs[1]!), w.Name(node.Inputs[2]!)];
        string x = w.Name(node.Inputs[0]!);
        if (node.Inputs[0]!.Shape.Length < 2)
        {
            string product = w.Unique(node.Name + "/product");
            w.Add("Mul", node.Name, [x, parameters[0]], product);
            w.Add("Add", node.Name + "/add", [product, parameters[1]], node.Outputs[0].Name);
            return;
        }

        int channels = node.Inputs[1]!.Shape[0];
        string mean = w.Constant(node.Name + "/mean", TensorData.Of([channels], new float[channels]));
        string variance = w.Constant(node.Name + "/variance", TensorData.Of([channels], [.. Enumerable.Repeat(1f, channels)]));
        w.Add("BatchNormalization", node.Name, [x, .. parameters, mean, variance], node.Outputs[0].Name, OnnxWriter.Float("epsilon", 0));
    }

    public static void Lrn(OnnxWriter w, Node node)
        => w.Add("LRN", node.Name, [w.Name(node.Inputs[0]!)], node.Outputs[0].Name, OnnxWriter.Int("size", node.Attributes.Int("size")),
            OnnxWriter.Float("alpha", node.Attributes.Float("alpha", 1e-4f)), OnnxWriter.Float("beta", node.Attributes.Float("beta", 0.75f)), OnnxWriter.Float("bias", node.Attributes.Float("bias", 1)));

    public static void Upsample(OnnxWriter w, Node node)
    {
        int[] x = node.Inputs[0]!.Shape;
        int[] y = node.Outputs[0].Shape;
        float[] scales = node.Attributes.Floats("scales");
        bool byScale = Math.Floor(x[2] * (double)scales[0]) == y[2] && Math.Floor(x[3] * (double)scales[1]) == y[3];
        string[] size = byScale
            ? [w.Constant(node.Name + "/scales", TensorData.Of([4], [1, 1, scales[0], scales[1]]))]
            : ["", w.Integers(node.Name + "/sizes", y)];
        w.Add("Resize", node.Name, [w.Name(node.Inputs[0]!), "", .. size], node.Outputs[0].Name, OnnxWriter.Text("mode", node.Attributes.Text("mode")),
            OnnxWriter.Text("coordinate_transformation_mode", node.Attributes.Text("coordinates")), OnnxWriter.Text("nearest_mode", node.Attributes.Text("nearestMode", "floor")));
    }

    private static Value? Bias(Node node) => node.Inputs.Count > 2 ? node.Inputs[2] : null;

    private static AttributeProto[] Window(Node node) =>
    [
        OnnxWriter.Ints("strides", node.Attributes.Ints("strides", [1, 1])),
        OnnxWriter.Ints("dilations", node.Attributes.Ints("dilations", [1, 1])),
        OnnxWriter.Ints("pads", node.Attributes.Ints("pads", [0, 0, 0, 0])),
    ];

    /// <summary>Writes the layer, then its activation if it has one.</summary>
    private static void Activated(OnnxWriter w, Node node, Action<string> layer)
    {
        string activation = node.Attributes.Text("activation");
        string y = node.Outputs[0].Name;
        string linear = activation.Length == 0 ? y : w.Unique(node.Name + "/linear");
        layer(linear);
        if (activation == "relu") w.Add("Relu", node.Name + "/relu", [linear], y);
        else if (activation == "relu6") FunctionWriters.Clip(w, node.Name + "/relu6", linear, 0, 6, y);
    }
}
