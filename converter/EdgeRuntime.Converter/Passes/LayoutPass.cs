using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>
/// Decides once for the whole graph in which order each value's dimensions are stored, so that transposes cancel: they become views that
/// elementwise operators, joins, pads, slices and softmax pass on, and that dense layers after a flattened image take into their weights.
/// </summary>
public sealed class LayoutPass
{
    private static readonly int[] ChannelsLast = [0, 2, 3, 1];

    private readonly GraphBuilder builder;
    private readonly Dictionary<Value, LayoutView> views = [];
    private readonly Dictionary<(Value Stored, string Order), Value> reordered = [];

    private readonly bool channelsFirst;

    private LayoutPass(ModelGraph graph, bool channelsFirst)
    {
        this.channelsFirst = channelsFirst;
        long constants = graph.Nodes.SelectMany(n => n.Inputs).Select(v => v?.Constant).OfType<TensorData>().Distinct().Sum(c => (long)c.Count);
        builder = new GraphBuilder(graph.Name, (1L << 22) + (8 * constants));
        foreach (Value v in graph.Inputs.Concat(graph.Outputs)) builder.Reserve(v.Name);
    }

    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        LayoutPass pass = new(graph, channelsFirst: false);
        foreach (Value input in graph.Inputs) pass.AddInput(input, options.Layout.AbsorbInput && InputReach.WantsChannelsLast(graph, input));
        pass.ConvertAll(graph);
        return DeadCodePass.Run(pass.builder.Graph, options);
    }

    /// <summary>
    /// The same network for ONNX: spatial operators, BatchNorm and Lrn work on [N, C, ...], and borders have the order the model once declared.
    /// The result is no lowered graph any more.
    /// </summary>
    internal static ModelGraph ToChannelsFirst(ModelGraph graph)
    {
        LayoutPass pass = new(graph, channelsFirst: true);
        foreach (Value input in graph.Inputs)
        {
            int[] perm = input.Permutation ?? Shapes.Identity(input.Shape.Length);
            Value declared = pass.builder.Input(input.Name, Shapes.Permute(input.Shape, Shapes.Inverse(perm)), input.Type);
            pass.views[input] = new LayoutView(declared, perm);
        }

        pass.ConvertAll(graph);
        return DeadCodePass.Run(pass.builder.Graph, new LowerOptions());
    }

    private void ConvertAll(ModelGraph graph)
    {
        foreach (Node node in graph.Nodes) views[node.Outputs[0]] = Convert(node);
        foreach (Value output in graph.Outputs)
        {
            int[]? declared = channelsFirst ? output.Permutation : null;
            builder.Output(declared is null ? Plain(output) : Stored(Unflattened(View(output)), declared), output.Name);
            builder.Graph.Outputs[^1].Permutation = channelsFirst ? null : output.Permutation;
        }
    }

    private void AddInput(Value input, bool absorb)
    {
        int[] shape = absorb ? Shapes.Permute(input.Shape, ChannelsLast) : input.Shape;
        Value stored = builder.Input(input.Name, shape, input.Type);
        stored.Quantization = input.Quantization;
        stored.Permutation = absorb ? Shapes.Compose(input.Permutation ?? Shapes.Identity(4), ChannelsLast) : input.Permutation;
        views[input] = absorb ? new LayoutView(stored, Shapes.Inverse(ChannelsLast)) : LayoutView.Plain(stored);
    }

    private LayoutView Convert(Node node) => node.Op switch
    {
        Op.Transpose => Transpose(node),
        Op.Reshape => Reshape(View(node.Inputs[0]!), node.Outputs[0].Shape, node.Name),
        Op.Add or Op.Sub or Op.Mul or Op.Div or Op.Max or Op.Min or Op.PRelu => Broadcasting(node),
        Op.Concat => Concat(node),
        Op.Softmax => Softmax(node),
        Op.Pad => Pad(node),
        Op.Slice => Slice(node),
        Op.BatchNorm or Op.Dense or Op.Lrn => AlongLast(node),
        Op.Conv or Op.MaxPool or Op.AveragePool or Op.Upsample => InOrder(node),
        _ => Unary(node),
    };

    /// <summary>Operators that fix the order of their input's dimensions.</summary>
    private LayoutView InOrder(Node node)
    {
        int rank = node.Inputs[0]!.Shape.Length;
        int[] perm = channelsFirst && rank > 2 ? [0, .. Enumerable.Range(2, rank - 2), 1] : Shapes.Identity(rank);
        Value x = Stored(Unflattened(View(node.Inputs[0]!)), perm);
        Value?[] operands = [x, .. node.Inputs.Skip(1)];
        if (!channelsFirst) return LayoutView.Plain(Emit(node, operands, node.Attributes));
        Value y = builder.EmitUnchecked(node.Op, node.Name, operands, node.Attributes, Shapes.Permute(node.Outputs[0].Shape, Shapes.Inverse(perm)));
        return new LayoutView(y, perm);
    }

    private LayoutView View(Value v) => v.Constant is not null ? LayoutView.Plain(v) : views[v];

    private LayoutView Unary(Node node)
    {
        LayoutView x = View(node.Inputs[0]!);
        return x with { Stored = Emit(node, [x.Stored], node.Attributes) };
    }

    private LayoutView Transpose(Node node)
    {
        LayoutView x = Unflattened(View(node.Inputs[0]!));
        return x with { Perm = Shapes.Compose(x.Perm, node.Attributes.Ints("perm")) };
    }

    private LayoutView Reshape(LayoutView x, int[] shape, string name)
    {
        if (Shapes.Same(shape, x.Shape)) return x;
        x = Unflattened(x);
        if (Shapes.MovesOnlyOnes(x.Stored.Shape, x.Perm)) return LayoutView.Plain(builder.Reshape(x.Stored, name, shape));
        if (x.OrderWithOnes(shape) is { } order) return new LayoutView(builder.Reshape(x.Stored, name, Shapes.Permute(shape, order)), Shapes.Inverse(order));
        int[] old = x.Shape;
        bool whole = shape.Length > 0 && shape[^1] == Shapes.Count(old);
        bool batch = shape.Length == 2 && old.Length > 1 && shape[0] == old[0] && x.Perm[0] == 0;
        if (!whole && !batch) return LayoutView.Plain(builder.Reshape(Stored(x, Shapes.Identity(old.Length)), name, shape));
        Value flat = builder.Reshape(x.Stored, name, shape);
        return LayoutView.Plain(flat) with { Image = x, Flat = shape, From = whole ? 0 : 1 };
    }

    private LayoutView Broadcasting(Node node)
    {
        if (Flat(node) is { } flat) return flat;
        int rank = node.Outputs[0].Shape.Length;
        LayoutView[] operands = [.. node.Inputs.Select(v => Unflattened(View(v!)))];
        int[] perm = Vote(node, operands, rank);
        bool trims = node.Inputs.Any(v => v!.Constant is null && v.Shape.Length == rank);
        Value[] stored = [.. operands.Select((x, i) => Operand(x, node.Inputs[i]!.Constant is not null && trims, rank, perm, node.Name))];
        return new LayoutView(Emit(node, stored, node.Attributes), perm);
    }

    /// <summary>An operand of an elementwise operator in the result's order; constants lose leading ones.</summary>
    private Value Operand(LayoutView x, bool trims, int rank, int[] perm, string name)
    {
        if (Shapes.Count(x.Shape) == 1 && trims) return builder.Reshape(Stored(x, Shapes.Identity(x.Perm.Length)), name, []);
        if (x.Perm.Length < rank) x = Reshape(x, Shapes.Extended(x.Shape, rank), name + "/rank");
        Value stored = Stored(x, perm);
        return trims ? builder.Reshape(stored, name + "/operand", [.. stored.Shape.SkipWhile(d => d == 1)]) : stored;
    }

    /// <summary>Elementwise work on flattened images, with constants that fit or are reordered along; null when it must be done in the old order.</summary>
    private LayoutView? Flat(Node node)
    {
        LayoutView? flat = node.Inputs.Where(v => v!.Constant is null).Select(v => View(v!)).FirstOrDefault(x => x.IsFlattened);
        if (flat is null || !Shapes.Same(flat.Shape, node.Outputs[0].Shape)) return null;
        List<Value> operands = [];
        foreach (Value? v in node.Inputs)
        {
            if (v!.Constant is { } c)
            {
                if (c.Count == 1) operands.Add(v);
                else if (c.Shape[^1] == c.Count && c.Count == flat.Flat![^1]) operands.Add(Reordered(v, flat));
                else return null;
            }
            else if (View(v).HasColumnsOf(flat)) operands.Add(View(v).Stored);
            else return null;
        }

        return flat with { Stored = Emit(node, [.. operands], node.Attributes) };
    }

    private LayoutView AlongLast(Node node)
    {
        LayoutView x = View(node.Inputs[0]!);
        if (channelsFirst && node.Op is (Op.BatchNorm or Op.Lrn) && (!x.IsFlattened || x.Shape.Length != 2)) return InOrder(node);
        if (!x.IsFlattened || node.Op == Op.Lrn) return AlongLastInOrder(node, Unflattened(x));
        Value?[] operands = [x.Stored, .. node.Inputs.Skip(1)];
        int reorderable = node.Op == Op.Dense ? 1 : 2;
        for (int i = 1; i <= reorderable; i++) operands[i] = Reordered(node.Inputs[i]!, x);
        Value y = Emit(node, operands, node.Attributes);
        return node.Op == Op.Dense ? LayoutView.Plain(y) : x with { Stored = y };
    }

    private LayoutView AlongLastInOrder(Node node, LayoutView x)
    {
        int last = x.Perm.Length - 1;
        if (x.Perm[last] != last) x = LayoutView.Plain(Stored(x, Shapes.Identity(x.Perm.Length)));
        return new LayoutView(Emit(node, [x.Stored, .. node.Inputs.Skip(1)], node.Attributes), x.Perm);
    }

    private LayoutView Concat(Node node)
    {
        LayoutView[] operands = [.. node.Inputs.Select(v => Unflattened(View(v!)))];
        int[] perm = Vote(node, operands, node.Outputs[0].Shape.Length);
        Attributes attributes = new Attributes().With("axis", perm[node.Attributes.Int("axis")]);
        return new LayoutView(Emit(node, [.. operands.Select(x => Stored(x, perm))], attributes), perm);
    }

    private LayoutView Softmax(Node node)
    {
        LayoutView x = Unflattened(View(node.Inputs[0]!));
        Attributes attributes = new();
        attributes.CopyFrom(node.Attributes);
        attributes.Set("axis", x.Perm[node.Attributes.Int("axis")]);
        return new LayoutView(Emit(node, [x.Stored], attributes), x.Perm);
    }

    private LayoutView Pad(Node node)
    {
        LayoutView x = Unflattened(View(node.Inputs[0]!));
        int[] pads = node.Attributes.Ints("pads");
        int[] order = Shapes.Inverse(x.Perm);
        Attributes attributes = new();
        attributes.CopyFrom(node.Attributes);
        attributes.Set("pads", [.. Shapes.Permute(pads[..order.Length], order), .. Shapes.Permute(pads[order.Length..], order)]);
        return new LayoutView(Emit(node, [x.Stored], attributes), x.Perm);
    }

    private LayoutView Slice(Node node)
    {
        LayoutView x = Unflattened(View(node.Inputs[0]!));
        int[] order = Shapes.Inverse(x.Perm);
        Attributes attributes = new Attributes().With("starts", Shapes.Permute(node.Attributes.Ints("starts"), order)).With("steps", Shapes.Permute(node.Attributes.Ints("steps"), order));
        return new LayoutView(Emit(node, [x.Stored], attributes, Shapes.Permute(node.Outputs[0].Shape, order)), x.Perm);
    }

    /// <summary>The order most elements of the operands already have.</summary>
    private static int[] Vote(Node node, LayoutView[] operands, int rank)
    {
        List<(int[] Perm, long Votes)> ballots = [];
        for (int i = 0; i < operands.Length; i++)
        {
            int[] perm = operands[i].Perm;
            if (node.Inputs[i]!.Constant is not null || perm.Length != rank) continue;
            int known = ballots.FindIndex(b => Shapes.Same(b.Perm, perm));
            int votes = Shapes.Count(operands[i].Stored.Shape);
            if (known < 0) ballots.Add((perm, votes));
            else ballots[known] = (perm, ballots[known].Votes + votes);
        }

        return ballots.Count == 0 ? Shapes.Identity(rank) : ballots.MaxBy(b => b.Votes).Perm;
    }

    private Value Plain(Value v)
    {
        if (v.Constant is not null) return v;
        LayoutView x = Unflattened(View(v));
        return Stored(x, Shapes.Identity(x.Perm.Length));
    }

    /// <summary>The view's value stored so that old = Transpose(result, <paramref name="perm"/>).</summary>
    private Value Stored(LayoutView x, int[] perm)
    {
        int[] order = Shapes.Compose(x.Perm, Shapes.Inverse(perm));
        if (Shapes.IsIdentity(order)) return x.Stored;
        (Value, string) key = (x.Stored, Shapes.Text(order));
        if (reordered.TryGetValue(key, out Value? known)) return known;
        string name = x.Stored.Name + "/order";
        Value y = Shapes.MovesOnlyOnes(x.Stored.Shape, order)
            ? builder.Reshape(x.Stored, name, Shapes.Permute(x.Stored.Shape, order))
            : builder.Transpose(x.Stored, name, order);
        reordered[key] = y;
        return y;
    }

    /// <summary>A view without reordered columns: a flattened image goes back through its image.</summary>
    private LayoutView Unflattened(LayoutView x)
    {
        if (!x.IsFlattened) return x;
        Value image = builder.Reshape(x.Stored, x.Stored.Name + "/image", x.Image!.Stored.Shape);
        Value plain = Stored(x.Image with { Stored = image }, Shapes.Identity(x.Image.Perm.Length));
        return LayoutView.Plain(builder.Reshape(plain, x.Stored.Name + "/flat", x.Flat!));
    }

    /// <summary>Constants of the last dimension put where the columns of <paramref name="x"/> are stored.</summary>
    private Value Reordered(Value constant, LayoutView x)
    {
        TensorData c = constant.Constant!;
        builder.Spend(c.Count, constant.Name);
        int[] columns = x.Columns();
        float[] y = new float[c.Count];
        for (int i = 0; i < y.Length; i++) y[(i / columns.Length * columns.Length) + columns[i % columns.Length]] = c.Floats[i];
        return builder.Constant(constant.Name, TensorData.Of(c.Shape, y));
    }

    private Value Emit(Node node, Value?[] operands, Attributes attributes, int[]? shape = null)
    {
        Value y = builder.Emit(node.Op, node.Name, operands, attributes, shape ?? node.Outputs[0].Shape);
        y.Type = node.Outputs[0].Type;
        y.Quantization = node.Outputs[0].Quantization;
        return y;
    }
}
