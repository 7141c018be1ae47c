using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Removes neurons and channels that pruning has cut off, with their biases and the weights that read them.</summary>
/// <remarks>
/// A neuron that nobody reads goes. One that reads nothing is the constant activation(bias): it goes when the constant is 0, or when it can be
/// added to the bias of the layer that reads it, w * activation(bias), which is exact up to the rounding of that sum.
/// </remarks>
public sealed class RemoveNeuronsMethod : ICompressionMethod
{
    /// <inheritdoc/>
    public string Name => "remove-neurons";

    /// <inheritdoc/>
    public string Summary => "Removes neurons and channels of which all inputs or all outputs are zero, without loss.";

    /// <inheritdoc/>
    public string Reference => "Han, Pool, Tran, Dally 2015: Learning both weights and connections for efficient neural networks, arXiv 1506.02626, section 3.5";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Alternatives { get; } = [];

    /// <inheritdoc/>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context)
    {
        // From the end: a neuron that goes may have been the only reader of one before it. Then again for the constants that move forwards.
        int before;
        Dictionary<CompressionLayer, int> removed = [];
        do
        {
            before = removed.Values.Sum();
            foreach (CompressionLayer layer in layers.Reverse())
            {
                if (NeuronPath.From(graph, layers, layer) is { } path) removed[layer] = removed.GetValueOrDefault(layer) + Shrink(path);
            }
        }
        while (removed.Values.Sum() > before);

        foreach ((CompressionLayer layer, int count) in removed.Where(r => r.Value > 0)) layer.Trail.Add($"remove-neurons took {count} of {layer.Weights.Rows + count}");
    }

    private static int Shrink(NeuronPath path)
    {
        LayerWeights weights = path.Producer.Weights, readers = path.Consumer.Weights;
        int channels = weights.Rows;
        bool[] read = new bool[channels];
        for (int i = 0; i < readers.Values.Length; i++) read[i % channels] |= readers.Values[i] != 0;
        float[]? bias = path.Producer.Nodes[0].Inputs.ElementAtOrDefault(2)?.Constant?.Floats;
        float[] moved = new float[readers.Rows];
        bool[] stays = new bool[channels];
        for (int c = 0; c < channels; c++)
        {
            // One neuron always stays.
            if (c == channels - 1 && !stays.Contains(true))
            {
                stays[c] = true;
                break;
            }

            if (!read[c]) continue;
            bool fed = weights.Values.AsSpan(c * weights.RowLength, weights.RowLength).ContainsAnyExcept(0f);
            stays[c] = fed || path.Constant(bias is null ? 0 : bias[c]) is not { } constant || !path.Move(constant, c, moved);
        }

        int count = stays.Count(s => !s);
        if (count > 0) path.Keep(stays, moved);
        return count;
    }
}
