using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Graph.Rules;

namespace EdgeRuntime.Converter.Graph;

/// <summary>Validates that a graph keeps the contract of <see cref="Op"/>: operators, attributes, shapes, names and order.</summary>
public static class GraphChecker
{
    /// <summary>Returns when <paramref name="graph"/> is a valid lowered graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="after">What was done last, for the message.</param>
    /// <exception cref="ConversionException">The first breach found, with the node it is in.</exception>
    public static void Check(ModelGraph graph, string after = "import")
    {
        try
        {
            HashSet<Value> known = Borders(graph);
            HashSet<string> names = new(StringComparer.Ordinal);
            HashSet<string> valueNames = new(StringComparer.Ordinal);
            foreach (Value v in known) Unique(valueNames, v.Name, "value");
            foreach (Node node in graph.Nodes)
            {
                Unique(names, node.Name, "node");
                CheckNode(node, known);
                Unique(valueNames, node.Outputs[0].Name, "value");
                known.Add(node.Outputs[0]);
            }

            foreach (Value output in graph.Outputs)
                if (!known.Contains(output)) throw new ConversionException($"graph output '{output.Name}' is computed by no node");
        }
        catch (ConversionException e)
        {
            throw new ConversionException($"{e.Message} (found in the graph after {after})", e);
        }
    }

    private static HashSet<Value> Borders(ModelGraph graph)
    {
        if (graph.Inputs.Count == 0) throw new ConversionException("the graph has no input; nothing would be computed on a device");
        if (graph.Outputs.Count == 0) throw new ConversionException("the graph has no output");
        HashSet<Value> known = [];
        foreach (Value input in graph.Inputs)
        {
            if (input.Constant is not null) throw new ConversionException($"graph input '{input.Name}' is a constant");
            if (Shapes.Count(input.Shape) == 0) throw new ConversionException($"graph input '{input.Name}' of shape {Shapes.Text(input.Shape)} has no elements");
            if (!known.Add(input)) throw new ConversionException($"graph input '{input.Name}' is listed twice");
        }

        HashSet<Value> outputs = [];
        foreach (Value output in graph.Outputs)
            if (!outputs.Add(output)) throw new ConversionException($"graph output '{output.Name}' is listed twice");
        return known;
    }

    private static void CheckNode(Node node, HashSet<Value> known)
    {
        OpRule rule = OpRules.Find(node.Op) ?? throw new ConversionException($"'{node.Op}' of node '{node.Name}' is no operator of a lowered graph");
        OpRules.Require(node.Outputs.Count == 1, node, $"one result expected, found {node.Outputs.Count}");
        OpRules.Require(node.Inputs.Count <= rule.MaxInputs, node, $"at most {rule.MaxInputs} operands expected, found {node.Inputs.Count}");
        for (int i = 0; i < node.Inputs.Count || i < rule.MinInputs; i++)
        {
            Value? v = i < node.Inputs.Count ? node.Inputs[i] : null;
            OpRules.Require(v is not null || i >= rule.MinInputs, node, $"operand {i} is missing");
            if (v is null) continue;
            OpRules.Require(v.Constant is not null || known.Contains(v), node, $"operand '{v.Name}' is neither constant nor computed before");
            OpRules.Require(v.Constant is null || Shapes.Same(v.Constant.Shape, v.Shape), node, $"operand '{v.Name}' of shape {Shapes.Text(v.Shape)} holds other data");
        }

        Value output = node.Outputs[0];
        int[] shape = rule.Shape(node);
        OpRules.Require(output.Constant is null && !known.Contains(output), node, $"result '{output.Name}' is computed twice");
        OpRules.Require(Shapes.Same(shape, output.Shape), node, $"result should have the shape {Shapes.Text(shape)}, found {Shapes.Text(output.Shape)}");
        OpRules.Require(Shapes.Count(shape) > 0, node, $"result of shape {Shapes.Text(shape)} has no elements");
    }

    private static void Unique(HashSet<string> names, string name, string what)
    {
        if (name.Length == 0) throw new ConversionException($"a {what} has no name");
        if (!names.Add(name)) throw new ConversionException($"two {what}s have the name '{name}'");
    }
}
