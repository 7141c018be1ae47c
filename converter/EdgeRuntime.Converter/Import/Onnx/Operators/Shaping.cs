using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Operators that change a tensor's dimensions.</summary>
internal static class Shaping
{
    public static void Flatten(OnnxNode node)
    {
        Value x = node.Input(0);
        int rank = x.Shape.Length;
        int axis = node.Int("axis", 1);
        if (axis < -rank || axis > rank) throw node.Error($"axis {axis} is outside a tensor of {rank} dimensions");
        if (axis < 0) axis += rank;
        node.Set(node.Builder.Reshape(x, node.Name, Shapes.Count(x.Shape[..axis]), Shapes.Count(x.Shape[axis..])));
    }

    public static void Reshape(OnnxNode node)
    {
        Value x = node.Input(0);
        long[] target = node.Integers(1, "the new shape");
        bool allowZero = node.Opset >= 14 && node.Int("allowzero", 0) != 0;
        if (target.Length > Shapes.MaxRank) throw node.Error($"the new shape has {target.Length} dimensions; at most {Shapes.MaxRank} are supported");
        int[] shape = new int[target.Length];
        int open = -1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (target[i] == -1 && open < 0) (open, shape[i]) = (i, 1);
            else if (target[i] == 0 && !allowZero && i < x.Shape.Length) shape[i] = x.Shape[i];
            else if (target[i] is >= 0 and <= Shapes.MaxElements && (target[i] > 0 || allowZero)) shape[i] = (int)target[i];
            else throw node.Error($"the new shape [{string.Join(", ", target)}] does not fit an input of shape {Shapes.Text(x.Shape)}");
        }

        int count = Shapes.Count(x.Shape);
        int known = Shapes.Count(shape);
        if (open >= 0) shape[open] = known > 0 && count % known == 0 ? count / known : 0;
        if (Shapes.Count(shape) != count)
            throw node.Error($"the new shape [{string.Join(", ", target)}] does not hold the {count} elements of {Shapes.Text(x.Shape)}; if it fixes a batch size, set the input's shape to that batch");
        node.Set(node.Builder.Reshape(x, node.Name, shape));
    }

    public static void Squeeze(OnnxNode node)
    {
        Value x = node.Input(0);
        long[]? axes = Reduction.ReadAxes(node, since: 13);
        int[] removed = axes is null ? [.. Enumerable.Range(0, x.Shape.Length).Where(i => x.Shape[i] == 1)] : node.Axes(axes, x.Shape.Length);
        foreach (int axis in removed)
            if (x.Shape[axis] != 1) throw node.Error($"dimension {axis} of {Shapes.Text(x.Shape)} is not 1 and cannot be removed");
        node.Set(node.Builder.Reshape(x, node.Name, [.. x.Shape.Where((_, i) => !removed.Contains(i))]));
    }

    public static void Unsqueeze(OnnxNode node)
    {
        Value x = node.Input(0);
        long[] axes = Reduction.ReadAxes(node, since: 13) ?? throw node.Error("the list of axes is missing");
        int rank = x.Shape.Length + axes.Length;
        if (rank > Shapes.MaxRank) throw node.Error($"the result would have {rank} dimensions; at most {Shapes.MaxRank} are supported");
        int[] added = node.Axes(axes, rank);
        int next = 0;
        int[] shape = [.. Enumerable.Range(0, rank).Select(i => added.Contains(i) ? 1 : x.Shape[next++])];
        node.Set(node.Builder.Reshape(x, node.Name, shape));
    }

    public static void Transpose(OnnxNode node)
    {
        Value x = node.Input(0);
        int[] perm = node.Ints("perm") ?? [.. Enumerable.Range(0, x.Shape.Length).Reverse()];
        node.Set(node.Builder.Transpose(x, node.Name, perm));
    }
}
