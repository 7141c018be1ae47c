using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Tests.Training;

/// <summary>A small graph around one operator.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Op">The operator.</param>
/// <param name="Build">Makes the graph.</param>
/// <param name="Reach">Inputs are -Reach to Reach.</param>
internal sealed record GradientCase(string Name, string Op, Func<ModelGraph> Build, float Reach = 2)
{
    private static readonly int[] Picture = [1, 5, 6, 4];

    /// <summary>Every operator that has a slope; those with a straight-through estimator are tested against their definition.</summary>
    public static readonly GradientCase[] All =
    [
        new("same", Graph.Op.Conv, () => Conv(3, 3, 3, 4, 1, [1, 1], [1, 1], [1, 1, 1, 1])),
        new("strides, asymmetric pads", Graph.Op.Conv, () => Conv(3, 3, 2, 4, 1, [2, 1], [1, 1], [0, 1, 2, 0])),
        new("dilated", Graph.Op.Conv, () => Conv(3, 2, 2, 4, 1, [1, 1], [2, 3], [2, 0, 1, 3])),
        new("two groups", Graph.Op.Conv, () => Conv(6, 3, 3, 2, 2, [1, 1], [1, 1], [1, 1, 0, 0])),
        new("pointwise", Graph.Op.Conv, () => Conv(5, 1, 1, 4, 1, [1, 1], [1, 1], [0, 0, 0, 0])),
        new("pointwise, strides", Graph.Op.Conv, () => Conv(5, 1, 1, 4, 1, [2, 2], [1, 1], [0, 0, 0, 0])),
        new("depthwise", Graph.Op.Conv, () => Conv(4, 3, 3, 1, 4, [1, 1], [1, 1], [1, 1, 1, 1])),
        new("depthwise, strides, dilated", Graph.Op.Conv, () => Conv(4, 3, 2, 1, 4, [2, 1], [1, 2], [2, 1, 0, 1])),
        new("relu6", Graph.Op.Conv, () => Conv(3, 3, 3, 4, 1, [2, 2], [1, 1], [1, 1, 1, 1], "relu6", 4)),
        new("vector", Graph.Op.Dense, () => Graph1([1, 7], Graph.Op.Dense, [Random([5, 7]), Random([5])], A().With("activation", ""))),
        new("rows, no bias", Graph.Op.Dense, () => Graph1([1, 3, 7], Graph.Op.Dense, [Random([5, 7])], A().With("activation", ""))),
        new("relu", Graph.Op.Dense, () => Graph1([1, 7], Graph.Op.Dense, [Random([5, 7]), Far([5])], A().With("activation", "relu"))),
        new("pads", Graph.Op.MaxPool, () => Graph1(Picture, Graph.Op.MaxPool, [], Pool([3, 2], [2, 2], [1, 0, 1, 1]))),
        new("pads in the divisor", Graph.Op.AveragePool, () => Graph1(Picture, Graph.Op.AveragePool, [], Pool([3, 2], [2, 1], [1, 0, 0, 1]).With("includePad", 1))),
        new("pads apart", Graph.Op.AveragePool, () => Graph1(Picture, Graph.Op.AveragePool, [], Pool([3, 2], [2, 1], [1, 0, 0, 1]).With("includePad", 0))),
        new("global", Graph.Op.AveragePool, () => Graph1(Picture, Graph.Op.AveragePool, [], Pool([5, 6], [1, 1], [0, 0, 0, 0]).With("includePad", 0))),
        new("folded", Graph.Op.BatchNorm, () => Graph1(Picture, Graph.Op.BatchNorm, [Random([4]), Random([4])], A())),
        new("statistics", TrainingOp.BatchNorm, BatchNorm),
        new("constant", Graph.Op.Add, () => Graph1(Picture, Graph.Op.Add, [Random([6, 1])], A())),
        .. Binary(Graph.Op.Add, 0), .. Binary(Graph.Op.Sub, 0), .. Binary(Graph.Op.Mul, 0), .. Binary(Graph.Op.Div, 4),
        .. Binary(Graph.Op.Max, 0, mirrored: true), .. Binary(Graph.Op.Min, 0, mirrored: true),
        new("slope a channel", Graph.Op.PRelu, () => Graph1(Picture, Graph.Op.PRelu, [Random([4])], A())),
        new("slope a value", Graph.Op.PRelu, () => Graph1(Picture, Graph.Op.PRelu, [Random([5, 6, 4])], A())),
        new("channels", Graph.Op.Concat, () => Concat(3)),
        new("rows", Graph.Op.Concat, () => Concat(1)),
        new("channels", Graph.Op.Softmax, () => Tail(Graph1(Picture, Graph.Op.Softmax, [], A().With("axis", 3)))),
        new("logarithm", Graph.Op.Softmax, () => Tail(Graph1(Picture, Graph.Op.Softmax, [], A().With("axis", 3).With("log", 1)))),
        new("rows", Graph.Op.Softmax, () => Tail(Graph1(Picture, Graph.Op.Softmax, [], A().With("axis", 1)))),
        new("", Graph.Op.Relu, () => Graph1(Picture, Graph.Op.Relu, [], A())),
        new("", Graph.Op.LeakyRelu, () => Graph1(Picture, Graph.Op.LeakyRelu, [], A().With("alpha", 0.2f))),
        new("", Graph.Op.Sigmoid, () => Graph1(Picture, Graph.Op.Sigmoid, [], A())),
        new("", Graph.Op.Tanh, () => Graph1(Picture, Graph.Op.Tanh, [], A())),
        new("", Graph.Op.HardSwish, () => Graph1(Picture, Graph.Op.HardSwish, [], A()), 5),
        new("", Graph.Op.HardSigmoid, () => Graph1(Picture, Graph.Op.HardSigmoid, [], A().With("alpha", 0.3f).With("beta", 0.4f)), 4),
        new("", Graph.Op.Clip, () => Graph1(Picture, Graph.Op.Clip, [], A().With("min", -0.7f).With("max", 1.1f))),
        new("odd window", Graph.Op.Lrn, () => Graph1([1, 2, 2, 7], Graph.Op.Lrn, [], A().With("size", 3).With("alpha", 0.5f).With("beta", 0.75f).With("bias", 1f))),
        new("even window", Graph.Op.Lrn, () => Graph1([1, 2, 2, 7], Graph.Op.Lrn, [], A().With("size", 4).With("alpha", 0.5f).With("beta", 0.6f).With("bias", 2f))),
        .. new[] { "constant", "edge", "reflect", "wrap" }.Select(m => new GradientCase(m, Graph.Op.Pad, () => Graph1(
            Picture, Graph.Op.Pad, [], A().With("pads", [0, 2, 1, 0, 0, 1, 3, 2]).With("mode", m).With("value", 0.5f)))),
        new("cut", Graph.Op.Pad, () => Graph1(Picture, Graph.Op.Pad, [], A().With("pads", [0, -1, 1, 0, 0, 0, -2, 0]).With("mode", "constant").With("value", 0.5f))),
        new("", Graph.Op.Reshape, () => Graph1(Picture, Graph.Op.Reshape, [], A(), [1, 120])),
        new("", Graph.Op.Transpose, () => Graph1(Picture, Graph.Op.Transpose, [], A().With("perm", [0, 3, 1, 2]))),
        new("nearest", Graph.Op.Upsample, () => Upsample("nearest", "asymmetric", 2, 2)),
        new("linear", Graph.Op.Upsample, () => Upsample("linear", "half_pixel", 2, 3)),
        new("corners", Graph.Op.Upsample, () => Upsample("linear", "align_corners", 2, 2)),
        new("backwards", Graph.Op.Slice, () => Graph1(Picture, Graph.Op.Slice, [], A().With("starts", [0, 4, 1, 0]).With("steps", [1, -2, 2, 1]), [1, 3, 2, 3])),
        new("int8 to float", Graph.Op.Dequantize, () => Raw(Graph.Op.Dequantize, A().With("scale", 0.25f).With("zeroPoint", 3))),
        new("same mask", TrainingOp.Dropout, () => Raw(TrainingOp.Dropout, A().With("rate", 0.3f))),
    ];

    public override string ToString() => $"{Op} {Name}";

    private static Attributes A() => new();

    private static TensorData Random(int[] shape, float offset = 0)
    {
        CounterRandom random = CounterRandom.Derive(11, (ulong)shape.Aggregate(1, (a, b) => a * b));
        return TensorData.Of(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.Normal() + offset)]);
    }

    // Alternately well above and well below 0, so that a clamp after it is away from its kink.
    private static TensorData Far(int[] shape) => TensorData.Of(shape, [.. Enumerable.Range(0, shape[0]).Select(i => i % 2 == 0 ? 30f : -30f)]);

    private static TensorData Filled(int count, float value) => TensorData.Of([count], [.. Enumerable.Repeat(value, count)]);

    private static Attributes Pool(int[] kernel, int[] strides, int[] pads)
        => A().With("kernel", kernel).With("strides", strides).With("pads", pads).With("dilations", [1, 1]);

    private static ModelGraph Graph1(int[] shape, string op, TensorData[] constants, Attributes attributes, int[]? result = null)
    {
        GraphBuilder b = new("case");
        Value x = b.Input("x", shape);
        Value y = b.Emit(op, "node", [x, .. constants.Select((c, i) => b.Constant($"operand{i + 1}", c))], attributes, result);
        b.Output(y, "y");
        return b.Graph;
    }

    // A softmax at the very end is taken for part of the loss, so something follows it.
    private static ModelGraph Tail(ModelGraph graph)
    {
        Value y = graph.Outputs[0];
        Node node = new(Graph.Op.Tanh, "tail");
        node.Inputs.Add(y);
        node.Outputs.Add(new Value("tail", y.Shape));
        graph.Nodes.Add(node);
        graph.Outputs[0] = node.Outputs[0];
        return graph;
    }

    private static ModelGraph Conv(
        int outputs, int kernelY, int kernelX, int fanIn, int groups, int[] strides, int[] dilations, int[] pads, string activation = "", float bias = 0)
        => Graph1(Picture, Graph.Op.Conv, [Random([outputs, kernelY, kernelX, fanIn]), bias == 0 ? Random([outputs]) : Far([outputs])],
            A().With("strides", strides).With("dilations", dilations).With("pads", pads).With("group", groups).With("activation", activation));

    private static IEnumerable<GradientCase> Binary(string op, float offset, bool mirrored = false)
    {
        yield return new("two activations", op, () => Both(op, offset, mirrored, [5, 6, 4]));
        yield return new("channel factors", op, () => Both(op, offset, mirrored, [1, 1, 4]));
        yield return new("pictures of one channel", op, () => Both(op, offset, mirrored, [5, 6, 1]));
    }

    // y = op(x, x' * w + offset), x' the first pixels of x: both operands carry gradients, and x is read twice.
    // Mirrored, the second is -x' plus what keeps the evenly spaced inputs half a step away from a tie.
    private static ModelGraph Both(string op, float offset, bool mirrored, int[] shape)
    {
        GraphBuilder b = new("case");
        Value x = b.Input("x", Picture);
        Value part = b.Emit(Graph.Op.Slice, "part", [x], A().With("starts", [0, 0, 0, 0]).With("steps", [1, 1, 1, 1]), [1, .. shape]);
        TensorData factor = mirrored ? Filled(shape[2], -1) : Random([shape[2]], 2), shift = mirrored ? Filled(shape[2], 0.0026667f) : Random([shape[2]], 3 * offset);
        Value scaled = b.Emit(Graph.Op.BatchNorm, "scaled", [part, b.Constant("factor", factor), b.Constant("offset", shift)]);
        b.Output(b.Emit(op, "node", [x, scaled]), "y");
        return b.Graph;
    }

    private static ModelGraph Concat(int axis)
    {
        GraphBuilder b = new("case");
        Value x = b.Input("x", Picture);
        Value t = b.Emit(Graph.Op.Tanh, "tanh", [x]);
        b.Output(b.Emit(Graph.Op.Concat, "node", [x, t, x], A().With("axis", axis)), "y");
        return b.Graph;
    }

    private static ModelGraph Upsample(string mode, string coordinates, int scaleY, int scaleX)
        => Graph1(Picture, Graph.Op.Upsample, [], A().With("mode", mode).With("coordinates", coordinates).With("nearestMode", "floor").With("scales", [(float)scaleY, scaleX]),
            [1, 5 * scaleY, 6 * scaleX, 4]);

    private static ModelGraph BatchNorm()
        => Raw(TrainingOp.BatchNorm, A().With("epsilon", 1e-3f).With("momentum", 0.1f), Random([4]), Random([4]), Random([4]), TensorData.Of([4], [1f, 1, 1, 1]));

    private static ModelGraph Raw(string op, Attributes attributes, params TensorData[] constants)
    {
        ModelGraph graph = new() { Name = "case" };
        Value x = new("x", Picture), y = new("y", Picture);
        Node node = new(op, "node");
        node.Inputs.AddRange([x, .. constants.Select((c, i) => Value.Of($"operand{i + 1}", c))]);
        node.Outputs.Add(y);
        node.Attributes.CopyFrom(attributes);
        graph.Inputs.Add(x);
        graph.Nodes.Add(node);
        graph.Outputs.Add(y);
        return graph;
    }
}
