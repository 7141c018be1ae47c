using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Layers;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training;

/// <summary>A graph prepared to be run forward and backward on batches.</summary>
/// <remarks>The first dimension of every activation is the batch; the graph says 1. Results are the same bytes at any number of threads.</remarks>
public sealed unsafe class TrainingNetwork
{
    private readonly WorkerPool pool;
    private readonly List<Layer> layers = [];
    private readonly Dictionary<Value, BatchTensor> tensors = [];
    private readonly Dictionary<Value, BatchTensor> gradients = [];
    private readonly Dictionary<Value, int> uses = [];
    private readonly List<(Layer Layer, BatchTensor From, BatchTensor To)> additions = [];
    private Pass pass;

    /// <param name="graph">Lowered graph, one input, one output. A final Softmax is left out: the output is the logits.</param>
    /// <param name="batch">Most samples of one pass.</param>
    /// <param name="pool">Threads.</param>
    /// <param name="withGradients">False for a network that is only evaluated.</param>
    /// <param name="inputGradient">Whether <see cref="InputGradient"/> is wanted.</param>
    /// <exception cref="ConversionException">The graph has an operator or a shape that cannot be trained.</exception>
    public TrainingNetwork(ModelGraph graph, int batch, WorkerPool pool, bool withGradients = true, bool inputGradient = false)
    {
        if (graph.Inputs.Count != 1) throw new ConversionException($"the network has {graph.Inputs.Count} inputs; training takes one");
        this.pool = pool;
        Capacity = batch;
        List<Node> nodes = [.. graph.Nodes];
        Value output = graph.Outputs[0];
        if (nodes.Count > 0 && nodes[^1] is { Op: Op.Softmax } last && last.Outputs[0] == output)
        {
            output = last.Inputs[0]!;
            nodes.RemoveAt(nodes.Count - 1);
        }

        tensors[graph.Inputs[0]] = Activation(graph.Inputs[0], "the input");
        HashSet<Value> moving = [];
        if (inputGradient) moving.Add(graph.Inputs[0]);
        foreach (Node node in nodes) AddParameters(node, withGradients, moving);
        foreach (Node node in nodes)
        {
            if (node.Inputs.Any(v => v is not null && moving.Contains(v))) moving.Add(node.Outputs[0]);
        }

        if (!withGradients) moving.Clear();
        foreach (Node node in nodes) tensors[node.Outputs[0]] = node.Op == TrainingOp.BinariseWeights ? new BatchTensor(node.Outputs[0].Shape, 0) : Activation(node.Outputs[0], $"{node.Op} \"{node.Name}\"");
        AddLayers(nodes, moving);
        Input = tensors[graph.Inputs[0]];
        Output = tensors[output];
        OutputGradient = gradients.GetValueOrDefault(output);
        InputGradient = gradients.GetValueOrDefault(graph.Inputs[0]);
    }

    /// <summary>Most samples of one pass.</summary>
    public int Capacity { get; }

    /// <summary>Probability with which a weight of a dense layer is left out of a training pass.</summary>
    public double DropConnect { get; init; }

    /// <summary>Where the samples go before <see cref="Forward"/>.</summary>
    public BatchTensor Input { get; }

    /// <summary>Gradient by the input after <see cref="Backward"/>; null unless it was asked for.</summary>
    public BatchTensor? InputGradient { get; }

    /// <summary>The logits.</summary>
    public BatchTensor Output { get; }

    /// <summary>Where the gradient of the loss by the logits goes before <see cref="Backward"/>; null in a network that is only evaluated.</summary>
    public BatchTensor? OutputGradient { get; }

    /// <summary>Everything that training changes, in graph order.</summary>
    public List<Parameter> Parameters { get; } = [];

    /// <summary>Computes the output of the first <paramref name="count"/> samples.</summary>
    /// <param name="count">Samples in <see cref="Input"/>.</param>
    /// <param name="training">Gather statistics and drop units.</param>
    /// <param name="key">Seeds what is dropped.</param>
    public void Forward(int count, bool training = false, ulong key = 0)
    {
        pass = new Pass(count, training, key, training ? DropConnect : 0);
        foreach (Layer layer in layers) layer.Forward(pass);
    }

    /// <summary>Computes the gradients of all trained parameters from <see cref="OutputGradient"/> for the samples of the last <see cref="Forward"/>.</summary>
    public void Backward()
    {
        int next = 0;
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            if (layers[i].OutputGradient is null) continue;
            layers[i].Backward(pass);
            for (; next < additions.Count && additions[next].Layer == layers[i]; next++)
            {
                (_, BatchTensor from, BatchTensor to) = additions[next];
                int samples = from.Batched ? pass.Batch : 1;
                pool.Ranges(samples, 1, (begin, _) => Elementwise.Add(from.Sample(begin), to.Sample(begin), from.Length));
            }
        }
    }

    /// <summary>Puts the present values into the constants of the graph.</summary>
    public void WriteTo(ModelGraph graph)
    {
        foreach (Parameter parameter in Parameters)
        {
            float[] values = parameter.Values.ToArray();
            parameter.Value.Constant = TensorData.Of(parameter.Value.Shape, values);
            foreach (Node node in graph.Nodes)
            {
                if (node.Weights is not null && node.Inputs.Count > 1 && node.Inputs[1] == parameter.Value) node.Weights.Values = values;
            }
        }
    }

    /// <summary>Name of the first layer whose output for the last pass is not finite, or null.</summary>
    public string? FirstNotFinite()
    {
        if (!Elementwise.AllFinite(Input.Span(pass.Batch))) return "the input";
        return layers.Find(l => !Elementwise.AllFinite(l.Output.Span(pass.Batch)))?.Node.Name;
    }

    private BatchTensor Activation(Value value, string where)
    {
        if (value.Shape.Length < 1 || value.Shape[0] != 1)
            throw new ConversionException($"{where} has the shape [{string.Join(", ", value.Shape)}]; training needs a first dimension of 1, the batch");
        return new BatchTensor(value.Shape, Capacity);
    }

    private void AddParameters(Node node, bool withGradients, HashSet<Value> moving)
    {
        LayerKind kind = Differentiable.For(node);
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (node.Inputs[i] is not { Constant: { } constant } value || tensors.ContainsKey(value)) continue;
            BatchTensor tensor = new(value.Shape, 0);
            float[] source = i == 1 && node.Weights is { } weights ? weights.Values : constant.Floats;
            if (source.Length != tensor.Length) throw new ConversionException($"operand {i} of {node.Op} \"{node.Name}\" is no fp32 tensor; convert it before training");
            if (!Elementwise.AllFinite(source)) throw new ConversionException($"\"{value.Name}\", operand {i} of {node.Op} \"{node.Name}\", holds a value that is not finite");
            source.CopyTo(tensor.Span(1));
            tensors[value] = tensor;
            ParameterRole role = i < kind.Parameters.Length ? kind.Parameters[i] : ParameterRole.None;
            if (role == ParameterRole.None) continue;
            bool trained = withGradients && role != ParameterRole.Statistics;
            if (trained)
            {
                moving.Add(value);
                gradients[value] = new BatchTensor(value.Shape, 0);
            }

            Parameters.Add(new Parameter(node, value, role, tensor, trained ? gradients[value] : null));
        }
    }

    private void AddLayers(List<Node> nodes, HashSet<Value> moving)
    {
        List<BatchTensor?[]> inputGradients = [.. nodes.Select(n => new BatchTensor?[n.Inputs.Count])];

        // In the order of the backward pass the first reader of a value writes its gradient, the others add theirs.
        List<(int Node, BatchTensor From, BatchTensor To)> shared = [];
        for (int n = nodes.Count - 1; n >= 0; n--)
        {
            for (int i = 0; i < nodes[n].Inputs.Count; i++)
            {
                if (nodes[n].Inputs[i] is not { } value || !moving.Contains(value)) continue;
                BatchTensor like = tensors[value];
                if (uses.TryAdd(value, 1))
                {
                    if (!gradients.ContainsKey(value)) gradients[value] = new BatchTensor(like.Shape, like.Capacity);
                    inputGradients[n][i] = gradients[value];
                    continue;
                }

                BatchTensor own = new(like.Shape, like.Capacity);
                inputGradients[n][i] = own;
                shared.Add((n, own, gradients[value]));
            }
        }

        for (int n = 0; n < nodes.Count; n++)
        {
            Node node = nodes[n];
            BatchTensor?[] inputs = [.. node.Inputs.Select(v => v is null ? null : tensors[v])];
            LayerPlan plan = new(node, n, inputs, inputGradients[n], tensors[node.Outputs[0]], pool);
            layers.Add(Differentiable.For(node).Create(plan));
        }

        // The network's output is read by the loss.
        foreach (Layer layer in layers)
        {
            Value y = layer.Node.Outputs[0];
            if (!moving.Contains(y)) continue;
            if (!gradients.TryGetValue(y, out BatchTensor? gradient)) gradients[y] = gradient = new BatchTensor(tensors[y].Shape, Capacity);
            layer.OutputGradient = gradient;
        }

        additions.AddRange(shared.Select(s => (layers[s.Node], s.From, s.To)));
    }
}
