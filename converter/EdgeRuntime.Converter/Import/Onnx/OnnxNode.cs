using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import.Onnx.Schema;
using static EdgeRuntime.Converter.Import.Onnx.Schema.AttributeProto.Types;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>One ONNX node while it is lowered: its operands, its attributes (each must be read or the node is refused), and its results.</summary>
internal sealed class OnnxNode
{
    private const int MaxEdges = 1 << 12;

    private readonly NodeProto proto;
    private readonly Value?[] inputs;
    private readonly OnnxTensorReader tensors;
    private readonly Dictionary<string, AttributeProto> attributes = new(StringComparer.Ordinal);
    private readonly HashSet<string> unread = new(StringComparer.Ordinal);
    private readonly Value?[] results;

    public OnnxNode(NodeProto proto, string name, int opset, Value?[] inputs, GraphBuilder builder, OnnxTensorReader tensors)
    {
        (this.proto, this.inputs, this.tensors) = (proto, inputs, tensors);
        (Name, Opset, Builder) = (name, opset, builder);
        results = new Value?[proto.Output.Count];
        foreach (AttributeProto a in proto.Attribute)
        {
            if (!attributes.TryAdd(a.Name, a)) throw Error($"attribute '{a.Name}' is given twice");
            if (a.RefAttrName.Length > 0) throw Error($"attribute '{a.Name}' refers to an attribute of a function, which is not supported");
            unread.Add(a.Name);
        }
    }

    /// <summary>ONNX operator.</summary>
    public string Op => proto.OpType;

    /// <summary>The node's name, or that of its first result.</summary>
    public string Name { get; }

    public int Opset { get; }

    public GraphBuilder Builder { get; }

    public int InputCount => inputs.Length;

    public int OutputCount => results.Length;

    /// <summary>Lowers the node and makes sure that nothing it says was passed over.</summary>
    public void Lower(OnnxOperator op)
    {
        if (inputs.Length > MaxEdges || results.Length > MaxEdges) throw Error($"{inputs.Length} inputs and {results.Length} outputs were found, but at most {MaxEdges} are supported");
        if (inputs.Length > op.MaxInputs) throw Error($"{inputs.Length} inputs were found, but at most {op.MaxInputs} are supported");
        try
        {
            op.Lower(this);
        }
        catch (ConversionException e) when (!e.Message.StartsWith(Place, StringComparison.Ordinal))
        {
            throw new ConversionException($"{Place}: {e.Message}", e);
        }

        if (unread.Count > 0) throw Error($"attribute '{unread.Min(StringComparer.Ordinal)}' is not supported in this form; export the model without it");
    }

    /// <summary>An error that names operator, node and opset.</summary>
    public ConversionException Error(string what) => new($"{Place}: {what}");

    private string Place => $"{proto.OpType} '{Name}' (opset {Opset})";

    public Value? Optional(int i) => i < inputs.Length ? inputs[i] : null;

    public Value Input(int i) => Optional(i) ?? throw Error($"input {i} is missing");

    /// <summary>An operand that must be floating-point.</summary>
    public Value Float(int i)
    {
        Value v = Input(i);
        return v.Type == ElementType.Float32 ? v : throw Error($"input {i} has the element type {v.Type}; only float is supported here");
    }

    /// <summary>An operand that must be known at conversion time, or null when absent.</summary>
    public TensorData? OptionalConstant(int i, string what)
    {
        Value? v = Optional(i);
        if (v is null) return null;
        return v.Constant ?? throw Error($"{what} (input {i}, '{v.Name}') is computed while the network runs; it must be a constant");
    }

    public TensorData Constant(int i, string what) => OptionalConstant(i, what) ?? throw Error($"{what} (input {i}) is missing");

    /// <summary>A constant operand of floats.</summary>
    public TensorData FloatConstant(int i, string what)
    {
        TensorData data = Constant(i, what);
        return data.IsFloat ? data : throw Error($"{what} (input {i}) has the element type {data.Type}; expected float");
    }

    /// <summary>A constant operand of integers, or null when absent.</summary>
    public long[]? OptionalIntegers(int i, string what)
    {
        TensorData? data = OptionalConstant(i, what);
        if (data is null) return null;
        return !data.IsFloat && data.Shape.Length <= 1 ? data.Integers : throw Error($"{what} (input {i}) must be a list of integers");
    }

    public long[] Integers(int i, string what) => OptionalIntegers(i, what) ?? throw Error($"{what} (input {i}) is missing");

    /// <summary>True when every operand that is present is a constant.</summary>
    public bool IsConstant => inputs.All(v => v is null || v.Constant is not null);

    public bool Has(string attribute) => attributes.ContainsKey(attribute);

    public int Int(string name, int otherwise)
    {
        AttributeProto? a = Take(name, AttributeType.Int);
        if (a is null) return otherwise;
        return a.I is >= int.MinValue and <= int.MaxValue ? (int)a.I : throw Error($"attribute '{name}' is {a.I}, which is out of range");
    }

    public long Long(string name) => Take(name, AttributeType.Int)?.I ?? 0;

    public float Float(string name, float otherwise)
    {
        AttributeProto? a = Take(name, AttributeType.Float);
        if (a is null) return otherwise;
        return float.IsFinite(a.F) ? a.F : throw Error($"attribute '{name}' is {a.F}; expected a finite number");
    }

    public string Text(string name, string otherwise) => Take(name, AttributeType.String)?.S.ToStringUtf8() ?? otherwise;

    public long[]? Longs(string name)
    {
        AttributeProto? a = Take(name, AttributeType.Ints);
        return a is null ? null : [.. a.Ints];
    }

    public int[]? Ints(string name)
    {
        long[]? list = Longs(name);
        if (list is null) return null;
        return list.All(v => v is >= int.MinValue and <= int.MaxValue) ? Array.ConvertAll(list, v => (int)v) : throw Error($"attribute '{name}' holds a number that is out of range");
    }

    public float[]? Floats(string name)
    {
        AttributeProto? a = Take(name, AttributeType.Floats);
        return a is null ? null : [.. a.Floats];
    }

    public TensorData? Tensor(string name)
    {
        AttributeProto? a = Take(name, AttributeType.Tensor);
        if (a is null) return null;
        return tensors.Read(a.T ?? throw Error($"attribute '{name}' holds no tensor"), $"attribute '{name}' of node '{Name}'");
    }

    public TensorData? SparseTensor(string name)
    {
        AttributeProto? a = Take(name, AttributeType.SparseTensor);
        if (a is null) return null;
        return tensors.Read(a.SparseTensor ?? throw Error($"attribute '{name}' holds no tensor"), $"attribute '{name}' of node '{Name}'");
    }

    /// <summary>Passes over attributes that do not change what is computed here.</summary>
    public void Ignore(params string[] names) => unread.ExceptWith(names);

    /// <summary>An axis in -rank..rank-1 as an index.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Error($"axis {axis} is outside a tensor of {rank} dimensions");

    /// <summary>Distinct axes as indices in ascending order.</summary>
    public int[] Axes(IEnumerable<long> axes, int rank)
    {
        int[] list = [.. axes.Select(a => Axis(a, rank)).Order()];
        return list.Distinct().Count() == list.Length ? list : throw Error("an axis is given twice");
    }

    public void Set(Value result, int output = 0)
    {
        if (output < results.Length) results[output] = result;
    }

    /// <summary>Emits one operation named after this node.</summary>
    public Value Emit(string op, IReadOnlyList<Value?> operands, Attributes? with = null, int[]? shape = null) => Builder.Emit(op, Name, operands, with, shape);

    public Value? Result(int output) => results[output];

    private AttributeProto? Take(string name, AttributeType type)
    {
        if (!attributes.TryGetValue(name, out AttributeProto? a)) return null;
        unread.Remove(name);
        return a.Type == type ? a : throw Error($"attribute '{name}' has the kind {a.Type}; expected {type}");
    }
}
