using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import.Onnx.Schema;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>Walks an ONNX graph in execution order and lowers node by node; nodes that no output depends on are left out.</summary>
internal sealed class OnnxGraphReader(GraphProto graph, int opset, OnnxImportOptions options, OnnxTensorReader tensors, string name)
{
    private const int MaxNodes = 1 << 16;
    private const int MaxBorders = 1 << 10;

    private GraphBuilder builder = new(name);
    private readonly Dictionary<string, Value> values = new(StringComparer.Ordinal);

    public ModelGraph Read()
    {
        ReadInitializers();
        builder = new GraphBuilder(name, tensors.FoldingBudget) { NodeBudget = tensors.NodeBudget };
        foreach (ValueInfoProto v in graph.Input.Concat(graph.Output)) builder.Reserve(v.Name);
        ReadInputs();
        List<NodeProto> order = new OnnxNodeOrder(graph, values.Keys).Sorted();
        if (order.Count > MaxNodes) throw new ConversionException($"the model has {order.Count} nodes; at most {MaxNodes} are supported");
        HashSet<string> read = [.. order.SelectMany(n => n.Input), .. graph.Output.Select(o => o.Name)];
        foreach (NodeProto node in order) Lower(node, read);
        ReadOutputs();
        GraphChecker.Check(builder.Graph);
        return builder.Graph;
    }

    private void ReadInitializers()
    {
        foreach (TensorProto t in graph.Initializer)
            Define(t.Name, Value.Of(t.Name, tensors.Read(t, $"initializer '{t.Name}'")), "initializer");
        foreach (SparseTensorProto t in graph.SparseInitializer)
            Define(t.Values?.Name ?? "", Value.Of(t.Values?.Name ?? "", tensors.Read(t, $"sparse initializer '{t.Values?.Name}'")), "initializer");
    }

    private void ReadInputs()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (ValueInfoProto input in graph.Input)
        {
            if (!seen.Add(input.Name)) throw new ConversionException($"the model has two inputs with the name '{input.Name}'");
            if (options.Bind is not null && options.Bind.TryGetValue(input.Name, out TensorData? bound)) values[input.Name] = Value.Of(input.Name, bound);
            else if (seen.Count - values.Count > MaxBorders || graph.Output.Count > MaxBorders) throw new ConversionException($"the model has more than {MaxBorders} inputs or outputs");
            else if (!values.ContainsKey(input.Name)) Define(input.Name, ReadInput(input), "input");
        }

        IEnumerable<string> named = (options.Bind?.Keys ?? []).Concat(options.InputShapes?.Keys ?? []);
        foreach (string unknown in named.Where(k => !seen.Contains(k)).Order(StringComparer.Ordinal))
            throw new ConversionException($"the model has no input '{unknown}'; its inputs are {string.Join(", ", seen.Select(s => $"'{s}'"))}");
    }

    private Value ReadInput(ValueInfoProto input)
    {
        TypeProto.Types.Tensor? tensor = input.Type?.TensorType;
        if (tensor is null) throw new ConversionException($"input '{input.Name}' is not a tensor; only tensors are supported");
        ElementType type = OnnxTensorReader.TypeOf(tensor.ElemType);
        if (type is not (ElementType.Float32 or ElementType.Int8 or ElementType.UInt8))
            throw new ConversionException($"input '{input.Name}' has the element type {OnnxTensorReader.TypeName(tensor.ElemType)}; supported are float, int8 and uint8 inputs");
        return builder.Input(input.Name, InputShape(input.Name, tensor.Shape), type);
    }

    private int[] InputShape(string input, TensorShapeProto? declared)
    {
        int[]? given = options.InputShapes?.GetValueOrDefault(input);
        string advice = $"give its whole shape, for example with --input-shape {input}=1,3,224,224";
        if (declared is null) return given ?? throw new ConversionException($"input '{input}' has no shape in the file; {advice}");
        if (declared.Dim.Count > Shapes.MaxRank) throw new ConversionException($"input '{input}' has {declared.Dim.Count} dimensions; at most {Shapes.MaxRank} are supported");
        if (given is not null && given.Length != declared.Dim.Count)
            throw new ConversionException($"the shape {Shapes.Text(given)} given for input '{input}' has {given.Length} dimensions, but the model declares {declared.Dim.Count}");
        int[] shape = new int[declared.Dim.Count];
        for (int i = 0; i < shape.Length; i++)
        {
            long fixedSize = declared.Dim[i].DimValue;
            if (fixedSize > Shapes.MaxElements) throw new ConversionException($"input '{input}' declares the dimension {fixedSize}; at most {Shapes.MaxElements} is supported");
            if (given is not null)
            {
                if (given[i] <= 0 || (fixedSize > 0 && fixedSize != given[i] && i > 0))
                    throw new ConversionException($"the shape {Shapes.Text(given)} given for input '{input}' does not fit its dimension {i}, which is {(fixedSize > 0 ? fixedSize : "open")}");
                shape[i] = given[i];
            }
            else if (fixedSize > 0) shape[i] = (int)fixedSize;
            else if (i == 0) shape[i] = 1;
            else throw new ConversionException($"dimension {i} of input '{input}' is open ('{declared.Dim[i].DimParam}'), but devices need a fixed size; {advice}");
        }

        return shape;
    }

    private void Lower(NodeProto proto, HashSet<string> read)
    {
        OnnxNode node = new(proto, NodeName(proto), opset, [.. proto.Input.Select(Operand)], builder, tensors);
        if (proto.Domain is not ("" or "ai.onnx"))
            throw node.Error($"operators of the domain '{proto.Domain}' are not supported; export the model with standard ONNX operators");
        OnnxOperator op = OnnxOperators.Find(proto.OpType) ?? throw node.Error("this operator is not supported; replace it in the model or remove it before export");
        if (opset < op.Since || opset > op.Until)
            throw node.Error($"this operator is supported in opsets {op.Since} to {op.Until} only; export the model with one of these");
        node.Lower(op);
        for (int i = 0; i < proto.Output.Count; i++)
        {
            if (proto.Output[i].Length == 0) continue;
            Value? result = node.Result(i);
            if (result is not null) Define(proto.Output[i], result, "result");
            else if (read.Contains(proto.Output[i])) throw node.Error($"its output {i} ('{proto.Output[i]}') is used, but not supported; remove what uses it");
        }
    }

    private void ReadOutputs()
    {
        if (graph.Output.Count == 0) throw new ConversionException("the model has no output");
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (ValueInfoProto output in graph.Output)
        {
            if (!seen.Add(output.Name)) throw new ConversionException($"the model has two outputs with the name '{output.Name}'");
            if (!values.TryGetValue(output.Name, out Value? value)) throw new ConversionException($"output '{output.Name}' of the model is computed by no node");
            builder.Output(value, graph.Input.Any(i => i.Name == output.Name) ? output.Name + "_out" : output.Name);
        }
    }

    private Value? Operand(string operand)
        => operand.Length == 0 ? null : values.TryGetValue(operand, out Value? v) ? v : throw new ConversionException($"'{operand}' is read, but no node, input or initializer defines it");

    private void Define(string key, Value value, string what)
    {
        if (key.Length == 0) throw new ConversionException($"an {what} of the model has no name");
        if (!values.TryAdd(key, value)) throw new ConversionException($"the model defines '{key}' twice");
    }

    private static string NodeName(NodeProto proto)
    {
        if (proto.Name.Length > 0) return proto.Name;
        string? output = proto.Output.FirstOrDefault(o => o.Length > 0);
        return output ?? string.Create(CultureInfo.InvariantCulture, $"{proto.OpType}");
    }
}
