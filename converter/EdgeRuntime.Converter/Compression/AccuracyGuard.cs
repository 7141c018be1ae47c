using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>What one layer's compression costs.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="AccuracyWhenRestored">Accuracy, 0 to 1, of the compressed network with this layer's weights put back.</param>
/// <param name="PointsRegained">By how many percentage points that is better than the compressed network on the same samples.</param>
public sealed record LayerCost(string Layer, double AccuracyWhenRestored, double PointsRegained);

/// <summary>Verdict of the guard.</summary>
/// <param name="Before">Accuracy of the original, 0 to 1.</param>
/// <param name="After">Accuracy of the compressed network, 0 to 1.</param>
/// <param name="Allowed">Largest allowed drop in percentage points.</param>
/// <param name="Costs">Most expensive layer first; empty when the drop is allowed.</param>
public sealed record GuardVerdict(double Before, double After, double Allowed, IReadOnlyList<LayerCost> Costs)
{
    /// <summary>Drop in percentage points; negative when the accuracy rose.</summary>
    public double Drop => (Before - After) * 100;

    /// <summary>True when the drop is within the allowed one.</summary>
    public bool Passed => Drop <= Allowed + 1e-9;

    /// <summary>One sentence for people.</summary>
    public string Sentence
    {
        get
        {
            string drop = Invariant($"accuracy went from {Before * 100:0.00} to {After * 100:0.00} %, {Math.Abs(Drop):0.00} points {(Drop < 0 ? "up" : "down")}");
            if (Passed) return Invariant($"{drop}, within the {Allowed:0.##} points allowed.");
            LayerCost[] worst = [.. Costs.Where(c => c.PointsRegained > 0).Take(3)];
            string blame = worst.Length == 0
                ? "no single layer's weights bring it back, so relax the whole recipe"
                : $"putting back {string.Join(", ", worst.Select(c => Invariant($"'{c.Layer}' regains {c.PointsRegained:0.00}")))} points, so relax the recipe there first";
            return Invariant($"{drop}, but at most {Allowed:0.##} points are allowed; {blame}.");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Refuses compression that costs too much accuracy, and finds the layers that cost most.</summary>
/// <param name="maxDrop">Largest allowed drop in percentage points.</param>
/// <param name="evaluate">Accuracy, 0 to 1, of a graph on the whole data set.</param>
/// <param name="evaluateSubset">The same on fewer samples, for the search of the culprits; null means <paramref name="evaluate"/>.</param>
public sealed class AccuracyGuard(double maxDrop, Func<ModelGraph, double> evaluate, Func<ModelGraph, double>? evaluateSubset = null)
{
    /// <summary>Compares a compressed network with its original; when the drop is too large, restores one layer at a time to see what it cost.</summary>
    public GuardVerdict Check(ModelGraph original, ModelGraph compressed, CancellationToken cancellation = default)
    {
        double before = evaluate(original), after = evaluate(compressed);
        GuardVerdict verdict = new(before, after, maxDrop, []);
        if (verdict.Passed) return verdict;

        double reference = evaluateSubset is null ? after : evaluateSubset(compressed);
        Func<ModelGraph, double> measure = evaluateSubset ?? evaluate;
        List<LayerCost> costs = [];
        foreach (Node node in compressed.Nodes.Where(n => n.Weights is not null && Changed(original, n)))
        {
            cancellation.ThrowIfCancellationRequested();
            double accuracy = measure(Restored(original, compressed, node.Name));
            costs.Add(new LayerCost(node.Name, accuracy, (accuracy - reference) * 100));
        }
        return verdict with { Costs = [.. costs.OrderByDescending(c => c.PointsRegained).ThenBy(c => c.Layer, StringComparer.Ordinal)] };
    }

    /// <summary>As <see cref="Check"/>, but an excessive drop is an error.</summary>
    /// <exception cref="ConversionException">The accuracy drops by more than allowed; the message names the worst layers.</exception>
    public GuardVerdict Enforce(ModelGraph original, ModelGraph compressed, CancellationToken cancellation = default)
    {
        GuardVerdict verdict = Check(original, compressed, cancellation);
        return verdict.Passed ? verdict : throw new ConversionException(verdict.Sentence);
    }

    private static bool Changed(ModelGraph original, Node node)
        => original.Nodes.FirstOrDefault(n => n.Name == node.Name) is { Inputs: [_, { Constant: { } before }, ..] }
            && node.Inputs[1]!.Constant is { } after && !before.Floats.AsSpan().SequenceEqual(after.Floats);

    /// <summary>The compressed network with weights and bias of one layer as they were.</summary>
    private static ModelGraph Restored(ModelGraph original, ModelGraph compressed, string layer)
    {
        ModelGraph copy = GraphCopy.Of(compressed);
        Node node = copy.Nodes.First(n => n.Name == layer);
        Node source = original.Nodes.First(n => n.Name == layer);
        node.Weights = null;
        for (int i = 1; i < node.Inputs.Count && i < source.Inputs.Count; i++)
        {
            if (source.Inputs[i] is { Constant: { } data } value) node.Inputs[i] = Value.Of(value.Name, data);
        }
        return copy;
    }
}
