using System;
using System.Linq;
using static EdgeRuntime.Converter.Graph.Rules.OpRules;

namespace EdgeRuntime.Converter.Graph.Rules;

/// <summary>Operators that move elements without changing them.</summary>
internal static class MovementRules
{
    public static int[] Concat(Node n)
    {
        int[] result = [.. n.Inputs[0]!.Shape];
        int axis = n.Attributes.Int("axis", -1);
        Require(axis >= 0 && axis < result.Length, n, $"axis {axis} is outside the {result.Length} dimensions of the operands");
        long sum = result[axis];
        foreach (Value? v in n.Inputs.Skip(1))
        {
            Require(v is not null && DiffersOnlyAlong(axis, v.Shape, result), n, $"operand {Shapes.Text(v?.Shape ?? [])} does not fit {Shapes.Text(n.Inputs[0]!.Shape)} along axis {axis}");
            Require(v!.Type == n.Inputs[0]!.Type, n, "operands have different element types");
            sum += v.Shape[axis];
        }

        Require(sum <= Shapes.MaxElements, n, "the result is too large");
        result[axis] = (int)sum;
        return result;
    }

    private static bool DiffersOnlyAlong(int axis, int[] a, int[] b)
    {
        if (a.Length != b.Length) return false;
        for (int i = 0; i < a.Length; i++)
            if (i != axis && a[i] != b[i]) return false;
        return true;
    }

    public static int[] Pad(Node n)
    {
        int[] x = n.Inputs[0]!.Shape;
        int[] pads = n.Attributes.Ints("pads");
        string mode = n.Attributes.Text("mode");
        Require(mode is "constant" or "edge" or "reflect" or "wrap", n, $"mode '{mode}' is unknown");
        Require(pads.Length == 2 * x.Length, n, $"attribute pads must hold {2 * x.Length} numbers, found {pads.Length}");
        int[] result = new int[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            (long before, long after) = (pads[i], pads[x.Length + i]);
            Require(mode == "constant" || (before >= 0 && after >= 0), n, $"mode {mode} takes no negative pads");
            Require(mode != "reflect" || Math.Max(before, after) < x[i] || Math.Max(before, after) == 0, n, $"mode reflect cannot pad dimension {i} of size {x[i]} by {Math.Max(before, after)}");
            long size = x[i] + before + after;
            Require(size is >= 0 and <= Shapes.MaxElements && -before <= x[i] && -after <= x[i], n, $"pads [{before}, {after}] do not fit dimension {i} of size {x[i]}");
            result[i] = (int)size;
        }

        return result;
    }

    public static int[] Reshape(Node n)
    {
        int[] x = n.Inputs[0]!.Shape;
        int[] y = n.Outputs[0].Shape;
        Require(Shapes.Count(x) == Shapes.Count(y), n, $"{Shapes.Text(x)} and {Shapes.Text(y)} differ in their number of elements");
        return y;
    }

    public static int[] Transpose(Node n)
    {
        int[] x = n.Inputs[0]!.Shape;
        int[] perm = n.Attributes.Ints("perm");
        Require(Shapes.IsPermutation(perm, x.Length), n, $"perm {Shapes.Text(perm)} is no permutation of {x.Length} dimensions");
        return Shapes.Permute(x, perm);
    }

    public static int[] Slice(Node n)
    {
        int[] x = n.Inputs[0]!.Shape;
        int[] y = n.Outputs[0].Shape;
        int[] starts = n.Attributes.Ints("starts");
        int[] steps = n.Attributes.Ints("steps");
        Require(starts.Length == x.Length && steps.Length == x.Length && y.Length == x.Length, n, $"starts, steps and the output must have {x.Length} entries");
        for (int i = 0; i < x.Length; i++)
        {
            long last = starts[i] + ((y[i] - 1L) * steps[i]);
            Require(steps[i] != 0 && (y[i] == 0 || (starts[i] >= 0 && starts[i] < x[i] && last >= 0 && last < x[i])), n,
                $"dimension {i} takes {y[i]} elements from {starts[i]} in steps of {steps[i]}, but has {x[i]}");
        }

        return y;
    }
}
