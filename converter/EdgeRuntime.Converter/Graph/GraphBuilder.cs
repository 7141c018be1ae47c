using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Graph.Rules;

namespace EdgeRuntime.Converter.Graph;

/// <summary>Appends nodes to a lowered graph: infers and checks shapes, keeps names unique and evaluates at once what depends on constants only.</summary>
public sealed class GraphBuilder
{
    private const int MaxWindow = 1 << 16;

    private readonly Dictionary<string, int> nodeNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> valueNames = new(StringComparer.Ordinal);
    private readonly HashSet<Value> borders = [];
    private long workBudget = 1L << 28;

    /// <summary>A builder of a new graph.</summary>
    /// <param name="name">Name of the network.</param>
    /// <param name="foldingBudget">Most elements that evaluated constants may have together.</param>
    public GraphBuilder(string name, long foldingBudget = 1L << 24)
    {
        Graph = new ModelGraph { Name = name };
        FoldingBudget = foldingBudget;
    }

    /// <summary>The graph built so far.</summary>
    public ModelGraph Graph { get; }

    /// <summary>Elements that constants evaluated from now on may still have.</summary>
    public long FoldingBudget { get; private set; }

    /// <summary>Nodes the graph may have.</summary>
    public int NodeBudget { get; init; } = int.MaxValue;

    /// <summary>Makes sure that no value made later takes the name <paramref name="name"/>.</summary>
    public void Reserve(string name) => valueNames.TryAdd(name, 0);

    /// <summary>Adds a graph input.</summary>
    public Value Input(string name, int[] shape, ElementType type = ElementType.Float32)
    {
        Shapes.Count(shape);
        Reserve(name);
        Value value = new(name, shape) { Type = type };
        Graph.Inputs.Add(value);
        borders.Add(value);
        return value;
    }

    /// <summary>A constant under a unique name.</summary>
    public Value Constant(string name, TensorData data) => Value.Of(Unique(valueNames, name), data);

    /// <summary>A float constant.</summary>
    public Value Constant(string name, int[] shape, float[] values) => Constant(name, TensorData.Of(shape, values));

    /// <summary>Takes <paramref name="elements"/> from the folding budget.</summary>
    /// <exception cref="ConversionException">The budget is used up.</exception>
    public void Spend(long elements, string where)
    {
        FoldingBudget -= elements;
        if (FoldingBudget < 0)
            throw new ConversionException($"the constants this model computes from others exceed the limit for its size at '{where}'; store them in the model instead");
    }

    /// <summary>Appends one operation and gives its result, which is a constant when all operands are.</summary>
    /// <param name="op">One of <see cref="Op"/>.</param>
    /// <param name="name">Name of the node; a suffix makes it unique.</param>
    /// <param name="inputs">Operands.</param>
    /// <param name="attributes">Static parameters.</param>
    /// <param name="shape">The result's shape, for operators whose output says how.</param>
    /// <exception cref="ConversionException">Operands or attributes break the operator's rule.</exception>
    public Value Emit(string op, string name, IReadOnlyList<Value?> inputs, Attributes? attributes = null, int[]? shape = null)
    {
        OpRule rule = OpRules.Find(op) ?? throw new ArgumentException($"'{op}' is no operator of a lowered graph", nameof(op));
        Node node = new(op, name);
        node.Inputs.AddRange(inputs);
        if (attributes is not null) node.Attributes.CopyFrom(attributes);
        Value output = new("", shape ?? []);
        node.Outputs.Add(output);
        output.Shape = rule.Shape(node);
        output.Type = rule.Type(node);
        long count = Shapes.Count(output.Shape);
        if (inputs.All(v => v is null || v.Constant is not null) && Work(node) <= workBudget)
        {
            workBudget -= Work(node);
            Spend(count, name);
            output.Name = Unique(valueNames, name);
            output.Constant = ReferenceOps.Evaluate(node, [.. inputs.Select(v => v?.Constant)]);
            return output;
        }

        if (Graph.Nodes.Count >= NodeBudget)
            throw new ConversionException($"the model takes more than {NodeBudget} operations from '{name}' on, which is the limit for a file of its length; export it with less repetition");
        node.Name = Unique(nodeNames, name);
        output.Name = Unique(valueNames, name);
        Graph.Nodes.Add(node);
        return output;
    }

    /// <summary>Appends an operation in a form that is not that of <see cref="Op"/>, for exporters.</summary>
    internal Value EmitUnchecked(string op, string name, IReadOnlyList<Value?> inputs, Attributes attributes, int[] shape)
    {
        Node node = new(op, Unique(nodeNames, name));
        node.Inputs.AddRange(inputs);
        node.Attributes.CopyFrom(attributes);
        node.Outputs.Add(new Value(Unique(valueNames, name), shape));
        Graph.Nodes.Add(node);
        return node.Outputs[0];
    }

    /// <summary><paramref name="x"/> under another shape.</summary>
    public Value Reshape(Value x, string name, params int[] shape) => Emit(Op.Reshape, name, [x], null, shape);

    /// <summary><paramref name="x"/> with its dimensions reordered.</summary>
    public Value Transpose(Value x, string name, params int[] perm) => Emit(Op.Transpose, name, [x], new Attributes().With("perm", perm));

    /// <summary>Adds a graph output under the model's own name.</summary>
    public void Output(Value value, string name)
    {
        if (value.Constant is not null || borders.Contains(value))
        {
            if (value.Constant is not null) throw new ConversionException($"graph output '{name}' does not depend on any input; remove it from the model");
            value = Reshape(value, name, value.Shape);
        }

        value.Name = name;
        Graph.Outputs.Add(value);
        borders.Add(value);
    }

    /// <summary>Multiplications or comparisons that evaluating <paramref name="node"/> takes; without limit for windows too large to list.</summary>
    internal static long Work(Node node)
    {
        long perElement = node.Op switch
        {
            Op.Conv or Op.Dense => (long)Shapes.Count(node.Inputs[1]!.Shape) / Math.Max(1, node.Inputs[1]!.Shape[0]),
            Op.MaxPool or Op.AveragePool => node.Attributes.Ints("kernel").Aggregate(1L, (a, b) => a * b),
            Op.Lrn => node.Attributes.Int("size"),
            _ => 1,
        };
        return perElement > MaxWindow && node.Op is (Op.MaxPool or Op.AveragePool) ? long.MaxValue : perElement * Shapes.Count(node.Outputs[0].Shape);
    }

    private static string Unique(Dictionary<string, int> taken, string name)
    {
        if (name.Length == 0) name = "value";
        if (taken.TryAdd(name, 0)) return name;
        for (int i = taken[name] + 1; ; i++)
        {
            string candidate = name + "_" + i.ToString(CultureInfo.InvariantCulture);
            if (!taken.TryAdd(candidate, 0)) continue;
            taken[name] = i;
            return candidate;
        }
    }
}
