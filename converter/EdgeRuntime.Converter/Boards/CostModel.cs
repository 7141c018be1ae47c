using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EdgeRuntime.Converter.Boards;

/// <summary>Predicted time of one operation on one core of a board, and what it comes from.</summary>
/// <param name="Name">Name of the operation.</param>
/// <param name="Kind">Operation, as in FORMAT.md.</param>
/// <param name="Milliseconds">The larger one of arithmetic and memory traffic.</param>
/// <param name="Reason">Which one, and its numbers.</param>
public sealed record OperationCost(string Name, string Kind, double Milliseconds, string Reason);

/// <summary>
/// Predicts the latency of a model on a core it need not be tried on: per operation max(MACs / (rate x clock), weight bytes / bandwidth), and elements / (rate x clock) for what has no weights.
/// </summary>
/// <remarks>
/// The rates of x86-64 are those of this engine's kernels as 'edge bench' measures them on ResNet-20 and a binary network. On ARM they are modelled: limits of the core's vector units, in MACs a cycle
/// 2, 4 and 4 for float (without fused operations, Cortex-A53, A72, A76), 5.3, 8 and 32 for int8 (the last one with SDOT), 42.7, 85.3 and 85.3 for binary, times the share that kernels reach, 0.3 to 0.5.
/// Expect a factor of two.
/// </remarks>
public static class CostModel
{
    private enum Arithmetic
    {
        Float,
        Int8,
        Binary,
        Elements,
    }

    // MACs a cycle: float, int8, binary; elements a cycle; bytes a second of weights.
    private static readonly Dictionary<string, Core> Cores = new()
    {
        ["cortex-a53"] = new(0.95, 1.6, 16, 0.03, 1.1e9),
        ["cortex-a72"] = new(1.9, 2.4, 40, 0.05, 2.5e9),
        ["cortex-a76"] = new(1.9, 9.6, 40, 0.07, 5.5e9),
        ["x86-64"] = new(10, 14, 60, 3, 40e9),
    };

    /// <summary>Whether the core of a board is known.</summary>
    public static bool Knows(Board board) => Cores.ContainsKey(board.Core.Type);

    /// <summary>Costs of all operations, in the order of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="board">A board whose core is known.</param>
    public static IReadOnlyList<OperationCost> Predict(Model model, Board board)
    {
        if (!Cores.TryGetValue(board.Core.Type, out Core? core))
            throw new ConversionException($"there is no cost model for the core {board.Core.Type} of {board.Id}; there are {string.Join(", ", Cores.Keys)}");
        return [.. OperationInfo.Of(model).Select(o => Cost(o, core, board.Core.ClockHz))];
    }

    private static OperationCost Cost(OperationInfo o, Core core, long clock)
    {
        Arithmetic arithmetic = Of(o);
        double rate = core.Rate(arithmetic), work = o.Macs;
        if (arithmetic == Arithmetic.Elements) work = o.OutputShape.Aggregate(1L, (product, d) => product * d);
        double calculation = work / (rate * clock) * 1000;
        // Prepared weights take a float, a byte or a bit each.
        double bytes = (double)o.Weights.Rows * o.Weights.RowLength * BytesOf(arithmetic);
        double traffic = bytes / core.Bandwidth * 1000;
        string reason = traffic > calculation
            ? string.Create(CultureInfo.InvariantCulture, $"memory: {bytes / 1e6:0.00} MB of weights at {core.Bandwidth / 1e9:0.0} GB/s")
            : string.Create(CultureInfo.InvariantCulture, $"{(arithmetic == Arithmetic.Elements ? $"{work:N0} elements" : $"{work:N0} {Word(arithmetic)} MACs")} at {rate:0.0##} a cycle");
        return new OperationCost(o.Name, o.Kind, Math.Max(calculation, traffic), reason);
    }

    private static Arithmetic Of(OperationInfo o)
    {
        if (o.Macs == 0) return Arithmetic.Elements;
        if (o.Kind.Contains("Binary", StringComparison.Ordinal)) return Arithmetic.Binary;
        return o.Kind.Contains("Int8", StringComparison.Ordinal) ? Arithmetic.Int8 : Arithmetic.Float;
    }

    private static double BytesOf(Arithmetic arithmetic) => arithmetic switch
    {
        Arithmetic.Float => 4,
        Arithmetic.Int8 => 1,
        Arithmetic.Binary => 1 / 8.0,
        _ => 0,
    };

    private static string Word(Arithmetic arithmetic) => arithmetic switch
    {
        Arithmetic.Int8 => "int8",
        Arithmetic.Binary => "binary",
        _ => "float",
    };

    private sealed record Core(double Float, double Int8, double Binary, double Elements, double Bandwidth)
    {
        public double Rate(Arithmetic arithmetic) => arithmetic switch
        {
            Arithmetic.Float => Float,
            Arithmetic.Int8 => Int8,
            Arithmetic.Binary => Binary,
            _ => Elements,
        };
    }
}
