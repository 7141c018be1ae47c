using System;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>Builds a graph layer by layer; weights are drawn from a normal distribution of variance 2 / fan-in (He et al. 2015, 1502.01852), biases are 0.</summary>
internal sealed class NetworkBuilder
{
    private readonly ulong seed;
    private ulong drawn;

    public NetworkBuilder(string name, ArchitectureSettings settings)
    {
        seed = settings.Seed;
        Graph = new ModelGraph { Name = name };
        Input = new Value("input", [1, settings.Height, settings.Width, settings.Channels]) { Permutation = [0, 2, 3, 1] };
        Graph.Inputs.Add(Input);
    }

    public ModelGraph Graph { get; }

    public Value Input { get; }

    public Value Conv(string name, Value x, int outputs, int kernel, int stride = 1, bool same = true, int groups = 1, string activation = "", bool bias = true)
        => Conv(name, x, outputs, kernel, kernel, stride, stride, same, groups, activation, bias);

    public Value Conv(
        string name, Value x, int outputs, int kernelY, int kernelX, int strideY, int strideX, bool same, int groups, string activation, bool bias)
    {
        (int top, int bottom) = same ? Same(x.Shape[1], kernelY, strideY) : (0, 0);
        (int left, int right) = same ? Same(x.Shape[2], kernelX, strideX) : (0, 0);
        int height = (x.Shape[1] + top + bottom - kernelY) / strideY + 1, width = (x.Shape[2] + left + right - kernelX) / strideX + 1;
        if (x.Shape[1] + top + bottom < kernelY || x.Shape[2] + left + right < kernelX)
            throw new ConversionException($"the layer {name} of {Graph.Name} reads {x.Shape[2]} x {x.Shape[1]} pixels, less than its kernel of {kernelX} x {kernelY}; use larger pictures");
        Node node = new(Op.Conv, name);
        int fanIn = x.Shape[3] / groups;
        node.Inputs.AddRange([x, Weights(name, [outputs, kernelY, kernelX, fanIn], fanIn * kernelY * kernelX), bias ? Constant(name + ".bias", [outputs], 0) : null]);
        node.Attributes.Set("strides", strideY, strideX);
        node.Attributes.Set("dilations", 1, 1);
        node.Attributes.Set("pads", top, left, bottom, right);
        node.Attributes.Set("group", groups);
        node.Attributes.Set("activation", activation);
        return Add(node, [1, height, width, outputs]);
    }

    /// <summary>Signs of the input, and a layer of binary weights on them (Hubara et al. 2016, 1602.02830): 3 x 3, pads count as 0.</summary>
    public Value BinaryConv(string name, Value x, int outputs)
    {
        Value y = Conv(name, Unary(Op.Binarise, name + ".sign", x), outputs, 3, bias: false);
        BinariseWeights(name);
        return y;
    }

    /// <summary>Signs of the input, flattened, and a dense layer of binary weights on them.</summary>
    public Value BinaryDense(string name, Value x, int outputs)
    {
        Value y = Dense(name, Unary(Op.Binarise, name + ".sign", x), outputs, bias: false);
        BinariseWeights(name);
        return y;
    }

    /// <summary>Conv without bias, batch norm, ReLU unless told otherwise.</summary>
    public Value ConvNorm(string name, Value x, int outputs, int kernel, int stride = 1, int groups = 1, bool relu = true)
    {
        Value y = Norm(name + ".norm", Conv(name, x, outputs, kernel, stride, groups: groups, bias: false));
        return relu ? Relu(name + ".relu", y) : y;
    }

    public Value Norm(string name, Value x)
    {
        Node node = new(TrainingOp.BatchNorm, name);
        int[] shape = [x.Shape[^1]];
        node.Inputs.AddRange([x, Constant(name + ".scale", shape, 1), Constant(name + ".shift", shape, 0), Constant(name + ".mean", shape, 0), Constant(name + ".variance", shape, 1)]);
        node.Attributes.Set("epsilon", 1e-5f);
        node.Attributes.Set("momentum", 0.1f);
        return Add(node, x.Shape);
    }

    public Value Dense(string name, Value x, int outputs, string activation = "", bool bias = true)
    {
        if (x.Shape.Length > 2) x = Flatten(name + ".flatten", x);
        Node node = new(Op.Dense, name);
        node.Inputs.AddRange([x, Weights(name, [outputs, x.Shape[1]], x.Shape[1]), bias ? Constant(name + ".bias", [outputs], 0) : null]);
        node.Attributes.Set("activation", activation);
        return Add(node, [1, outputs]);
    }

    public Value Flatten(string name, Value x)
    {
        Node node = new(Op.Reshape, name);
        node.Inputs.Add(x);
        return Add(node, [1, x.Shape[1] * x.Shape[2] * x.Shape[3]]);
    }

    public Value MaxPool(string name, Value x, int kernel, int stride) => Pool(Op.MaxPool, name, x, kernel, kernel, stride);

    public Value GlobalAverage(string name, Value x) => Pool(Op.AveragePool, name, x, x.Shape[1], x.Shape[2], 1);

    public Value Relu(string name, Value x) => Unary(Op.Relu, name, x);

    public Value Sum(string name, Value a, Value b)
    {
        Node node = new(Op.Add, name);
        node.Inputs.AddRange([a, b]);
        return Add(node, a.Shape);
    }

    public Value Concat(string name, Value a, Value b)
    {
        Node node = new(Op.Concat, name);
        node.Inputs.AddRange([a, b]);
        node.Attributes.Set("axis", 3);
        return Add(node, [1, a.Shape[1], a.Shape[2], a.Shape[3] + b.Shape[3]]);
    }

    public Value Dropout(string name, Value x, float rate)
    {
        Value y = Unary(TrainingOp.Dropout, name, x);
        Graph.Nodes[^1].Attributes.Set("rate", rate);
        return y;
    }

    public ModelGraph Done(Value output)
    {
        Graph.Outputs.Add(output);
        return Graph;
    }

    // The last layer reads the signs of its weights.
    private void BinariseWeights(string layer)
    {
        Node node = new(TrainingOp.BinariseWeights, layer + ".signs"), last = Graph.Nodes[^1];
        Value weights = last.Inputs[1]!, signs = new(layer + ".signs.output", weights.Shape);
        node.Inputs.Add(weights);
        node.Outputs.Add(signs);
        last.Inputs[1] = signs;
        Graph.Nodes.Insert(Graph.Nodes.Count - 1, node);
    }

    private Value Unary(string op, string name, Value x)
    {
        Node node = new(op, name);
        node.Inputs.Add(x);
        return Add(node, x.Shape);
    }

    private Value Pool(string op, string name, Value x, int kernelY, int kernelX, int stride)
    {
        if (x.Shape[1] < kernelY || x.Shape[2] < kernelX)
            throw new ConversionException($"the layer {name} of {Graph.Name} reads {x.Shape[2]} x {x.Shape[1]} pixels, less than its window of {kernelX} x {kernelY}; use larger pictures");
        Node node = new(op, name);
        node.Inputs.Add(x);
        node.Attributes.Set("kernel", kernelY, kernelX);
        node.Attributes.Set("strides", stride, stride);
        node.Attributes.Set("pads", 0, 0, 0, 0);
        node.Attributes.Set("dilations", 1, 1);
        return Add(node, [1, (x.Shape[1] - kernelY) / stride + 1, (x.Shape[2] - kernelX) / stride + 1, x.Shape[3]]);
    }

    private Value Add(Node node, int[] shape)
    {
        Value y = new(node.Name + ".output", shape);
        node.Outputs.Add(y);
        Graph.Nodes.Add(node);
        return y;
    }

    private Value Weights(string layer, int[] shape, int fanIn)
    {
        CounterRandom random = CounterRandom.Derive(seed, 1, drawn++);
        double deviation = Math.Sqrt(2.0 / fanIn);
        float[] values = new float[shape[0] * (shape.Length > 2 ? fanIn : shape[1])];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(deviation * random.Normal());
        return Value.Of(layer + ".weights", TensorData.Of(shape, values));
    }

    private static Value Constant(string name, int[] shape, float value)
    {
        float[] values = new float[shape[0]];
        Array.Fill(values, value);
        return Value.Of(name, TensorData.Of(shape, values));
    }

    // Output size is the input's divided by the stride, rounded up; the odd row of padding goes to the end.
    private static (int Before, int After) Same(int size, int kernel, int stride)
    {
        int total = Math.Max(0, ((size + stride - 1) / stride - 1) * stride + kernel - size);
        return (total / 2, total - total / 2);
    }
}
