using System;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>What one pass through the network is about.</summary>
/// <param name="Batch">Samples in it.</param>
/// <param name="Training">Whether statistics are gathered and units dropped.</param>
/// <param name="Key">Seeds the random numbers of this pass.</param>
/// <param name="DropConnect">Probability with which a weight of a dense layer is left out.</param>
internal readonly record struct Pass(int Batch, bool Training, ulong Key, double DropConnect);

/// <summary>Adds one share of a sum over samples <paramref name="begin"/> to <paramref name="end"/> - 1 into <paramref name="sums"/>, which starts at zero.</summary>
internal unsafe delegate void PartialSum(int begin, int end, float* sums, int worker);

/// <summary>One node prepared for training: computes its output, and from the gradient of its output those of its inputs.</summary>
/// <remarks>Backward overwrites every input gradient that is not null; it may change the output gradient, which nobody reads afterwards.</remarks>
internal abstract unsafe class Layer(LayerPlan plan)
{
    // Fixed shares of a batch: results must not depend on the number of threads.
    private const int Shares = 8;

    private BatchTensor? partials;

    public Node Node { get; } = plan.Node;

    /// <summary>Position in the network, part of the random key.</summary>
    public int Index { get; } = plan.Index;

    public BatchTensor?[] Inputs { get; } = plan.Inputs;

    /// <summary>One an input; null where no gradient is wanted.</summary>
    public BatchTensor?[] InputGradients { get; } = plan.InputGradients;

    public BatchTensor Output { get; } = plan.Output;

    /// <summary>Null when nothing before this layer is trained.</summary>
    public BatchTensor? OutputGradient { get; set; }

    protected WorkerPool Pool { get; } = plan.Pool;

    protected BatchTensor X => Inputs[0]!;

    public abstract void Forward(Pass pass);

    public abstract void Backward(Pass pass);

    protected BatchTensor Required(int input)
        => Inputs[input] ?? throw new ConversionException($"{Node.Op} \"{Node.Name}\" lacks operand {input}, which training needs");

    protected ConversionException Refuse(string why) => new($"{Node.Op} \"{Node.Name}\" cannot be trained: {why}");

    /// <summary>Runs <paramref name="body"/>(sample) for every sample of the batch, several to a piece of work when they are small.</summary>
    protected void EachSample(int batch, Action<int> body)
    {
        int grain = Math.Max(1, Math.Min((batch + 7) / 8, 16384 / Math.Max(1, Output.Length)));
        Pool.Ranges(batch, grain, (begin, end) =>
        {
            for (int i = begin; i < end; i++) body(i);
        });
    }

    /// <summary>Writes to <paramref name="destination"/> the sum of shares that do not depend on the number of threads.</summary>
    protected void SumOverBatch(int batch, int length, float* destination, PartialSum body)
    {
        if (partials is null || partials.Length < length) partials = new BatchTensor([length], Shares);
        int shares = Math.Min(Shares, batch), stride = partials.Length;
        float* sums = partials.Data;
        Pool.For(shares, (share, worker) =>
        {
            float* own = sums + (long)share * stride;
            Elementwise.Clear(own, length);
            body(batch * share / shares, batch * (share + 1) / shares, own, worker);
        });
        Pool.Ranges(length, 16384, (begin, end) =>
        {
            Elementwise.Copy(sums + begin, destination + begin, end - begin);
            for (int share = 1; share < shares; share++) Elementwise.Add(sums + (long)share * stride + begin, destination + begin, end - begin);
        });
    }
}

/// <summary>The tensors of a node, for its layer to hold.</summary>
internal sealed record LayerPlan(Node Node, int Index, BatchTensor?[] Inputs, BatchTensor?[] InputGradients, BatchTensor Output, WorkerPool Pool);
