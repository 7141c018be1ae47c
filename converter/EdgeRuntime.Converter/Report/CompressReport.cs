using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Training;

namespace EdgeRuntime.Converter.Report;

/// <summary>Where a network stands after one stage.</summary>
/// <param name="Method">Name of the method, or "original".</param>
/// <param name="Settings">Its settings, as the recipe states them.</param>
/// <param name="Shared">Whether any weights are shared values or whole numbers by now.</param>
/// <param name="HeldOut">Accuracy on the held-out pictures, 0 to 1.</param>
/// <param name="ParametersLeft">Weights that are not zero, and biases.</param>
/// <param name="RawBytes">Length of the whole file with symbols in plain bits.</param>
/// <param name="HuffmanBytes">The same in Huffman codes.</param>
/// <param name="BestBytes">The same in the shortest coding for each layer.</param>
public sealed record StageReport(string Method, string Settings, bool Shared, double HeldOut, long ParametersLeft, int RawBytes, int HuffmanBytes, int BestBytes);

/// <summary>What a compression with retraining did, stage by stage.</summary>
public sealed record CompressReport
{
    public required string Recipe { get; init; }

    /// <summary>Name of the network's file.</summary>
    public required string Network { get; init; }

    /// <summary>Name of the teacher's file, or null.</summary>
    public string? Teacher { get; init; }

    /// <summary>Name of the training pictures.</summary>
    public required string Data { get; init; }

    public required int Seed { get; init; }

    /// <summary>Pictures held out of training, on which epochs were chosen.</summary>
    public required int HeldOut { get; init; }

    /// <summary>fp32 bytes of the original's parameters.</summary>
    public required long OriginalBytes { get; init; }

    /// <summary>Length of the written file.</summary>
    public required int Bytes { get; init; }

    /// <summary>Working memory of one inference.</summary>
    public required long ArenaBytes { get; init; }

    /// <summary>The original on the test pictures, or null.</summary>
    public EvaluationResult? Before { get; init; }

    /// <summary>The written file on the test pictures, or null.</summary>
    public EvaluationResult? After { get; init; }

    /// <summary>The original and then every stage.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>Every epoch, with the number of its stage from 0.</summary>
    public required IReadOnlyList<(int Stage, EpochReport Epoch)> Epochs { get; init; }

    public required IReadOnlyList<LayerReport> Layers { get; init; }

    /// <summary>What every byte of the file is for.</summary>
    public required IReadOnlyList<LedgerLine> Ledger { get; init; }

    /// <summary>The original's sensitivity to pruning, or null.</summary>
    public SensitivityScan? Sensitivity { get; init; }

    /// <summary>How many times smaller than the fp32 parameters the file is.</summary>
    public double Ratio => (double)OriginalBytes / Bytes;

    /// <summary>The last stage at which all weights were still floats.</summary>
    public StageReport Pruned => Stages.Last(s => !s.Shared);

    /// <summary>The report as JSON; the same run gives the same text.</summary>
    public JsonObject ToJson() => new()
    {
        ["recipe"] = Recipe,
        ["network"] = Network,
        ["teacher"] = Teacher,
        ["data"] = Data,
        ["seed"] = Seed,
        ["heldOutPictures"] = HeldOut,
        ["originalBytes"] = OriginalBytes,
        ["bytes"] = Bytes,
        ["ratio"] = Round(Ratio, 3),
        ["arenaBytes"] = ArenaBytes,
        ["testBefore"] = Json(Before),
        ["testAfter"] = Json(After),
        ["shares"] = new JsonObject
        {
            ["pruning"] = Round((double)OriginalBytes / Pruned.RawBytes, 2),
            ["pruningParameters"] = Round(OriginalBytes / 4.0 / Pruned.ParametersLeft, 2),
            ["codebook"] = Round((double)OriginalBytes / Stages[^1].RawBytes, 2),
            ["huffman"] = Round((double)OriginalBytes / Stages[^1].HuffmanBytes, 2),
            ["best"] = Round((double)OriginalBytes / Stages[^1].BestBytes, 2),
        },
        ["stages"] = new JsonArray([.. Stages.Select(s => (JsonNode)new JsonObject
        {
            ["method"] = s.Method,
            ["settings"] = s.Settings,
            ["heldOut"] = Round(100 * s.HeldOut, 2),
            ["parametersLeft"] = s.ParametersLeft,
            ["bytesRaw"] = s.RawBytes,
            ["bytesHuffman"] = s.HuffmanBytes,
            ["bytesBest"] = s.BestBytes,
        })]),
        ["epochs"] = new JsonArray([.. Epochs.Select(e => (JsonNode)new JsonObject
        {
            ["stage"] = e.Stage + 1,
            ["epoch"] = e.Epoch.Epoch,
            ["loss"] = Round(e.Epoch.Loss, 5),
            ["heldOut"] = Round(100 * e.Epoch.ValidationAccuracy, 2),
        })]),
        ["layers"] = new JsonArray([.. Layers.Select(l => (JsonNode)new JsonObject
        {
            ["layer"] = l.Layer,
            ["form"] = l.Form.ToString().ToLowerInvariant(),
            ["bits"] = l.Bits,
            ["weights"] = l.Weights,
            ["density"] = Round(l.Density, 5),
            ["steps"] = new JsonArray([.. l.Trail.Select(t => (JsonNode)t)]),
        })]),
        ["ledger"] = new JsonArray([.. Ledger.Select(l => (JsonNode)new JsonObject { ["layer"] = l.Layer, ["cause"] = l.Cause, ["bytes"] = l.Bytes })]),
        ["sensitivity"] = Sensitivity is null ? null : new JsonObject
        {
            ["method"] = Sensitivity.Method,
            ["pictures"] = Sensitivity.Images,
            ["baseline"] = Round(100 * Sensitivity.Baseline, 2),
            ["points"] = new JsonArray([.. Sensitivity.Points.Select(p => (JsonNode)new JsonObject
            {
                ["layer"] = p.Layer, ["level"] = p.Level, ["weights"] = p.WeightsLeft, ["accuracy"] = Round(100 * p.Accuracy, 2),
            })]),
        },
    };

    private static JsonObject? Json(EvaluationResult? result)
        => result is null ? null : new JsonObject { ["pictures"] = result.Images, ["correct"] = result.Correct, ["error"] = Round(100 - result.Top1, 4) };

    private static double Round(double value, int digits) => Math.Round(value, digits, MidpointRounding.AwayFromZero);
}
