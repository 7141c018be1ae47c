using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import.Onnx.Schema;
using Google.Protobuf;
using static EdgeRuntime.Converter.Import.Onnx.Schema.AttributeProto.Types;
using static EdgeRuntime.Converter.Import.Onnx.Schema.TensorProto.Types;

namespace EdgeRuntime.Converter.Export.Onnx;

/// <summary>Collects nodes and initializers of an ONNX model; names stay unique.</summary>
internal sealed class OnnxWriter
{
    private const int Opset = 13;
    private const int IrVersion = 8;

    private readonly ModelProto model = new() { IrVersion = IrVersion, ProducerName = "EdgeRuntime" };
    private readonly ModelGraph graph;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<Value, string> constants = [];
    private int opset = Opset;

    public OnnxWriter(ModelGraph graph, bool dynamicBatch)
    {
        (this.graph, DynamicBatch) = (graph, dynamicBatch);
        model.Graph = new GraphProto { Name = graph.Name.Length > 0 ? graph.Name : "model" };
        foreach (Value v in graph.Inputs) names.Add(v.Name);
        foreach (Node n in graph.Nodes) names.Add(n.Outputs[0].Name);
    }

    /// <summary>True when the batch dimension is left open.</summary>
    public bool DynamicBatch { get; }

    /// <summary>Raises the operator set to at least <paramref name="version"/>.</summary>
    public void Needs(int version) => opset = Math.Max(opset, version);

    /// <summary>Name of an operand; constants become initializers.</summary>
    public string Name(Value value)
    {
        if (value.Constant is null) return value.Name;
        if (!constants.TryGetValue(value, out string? name)) constants[value] = name = Constant(value.Name, value.Constant);
        return name;
    }

    /// <summary>Adds an initializer.</summary>
    public string Constant(string name, TensorData data)
    {
        name = Unique(name);
        TensorProto tensor = new() { Name = name, DataType = (int)TypeOf(data.Type), RawData = ByteString.CopyFrom(Bytes(data)) };
        foreach (int d in data.Shape) tensor.Dims.Add(d);
        model.Graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Adds an initializer that lists integers.</summary>
    public string Integers(string name, IReadOnlyList<int> values)
    {
        long[] list = new long[values.Count];
        for (int i = 0; i < list.Length; i++) list[i] = values[i];
        return Constant(name, TensorData.Of([list.Length], list));
    }

    /// <summary>A name nothing has yet, for a result between nodes.</summary>
    public string Unique(string name)
    {
        string candidate = name;
        for (int i = 1; !names.Add(candidate); i++) candidate = name + "_" + i.ToString(CultureInfo.InvariantCulture);
        return candidate;
    }

    /// <summary>Adds a node.</summary>
    public void Add(string op, string name, string[] inputs, string output, params AttributeProto[] attributes)
    {
        NodeProto node = new() { OpType = op, Name = name };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        model.Graph.Node.Add(node);
    }

    public static AttributeProto Int(string name, int value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Float(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    public static AttributeProto Text(string name, string value) => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Ints(string name, int[] values)
    {
        AttributeProto a = new() { Name = name, Type = AttributeType.Ints };
        foreach (int v in values) a.Ints.Add(v);
        return a;
    }

    /// <summary>The finished model.</summary>
    public ModelProto Finish()
    {
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        foreach (Value v in graph.Inputs) model.Graph.Input.Add(Border(v));
        foreach (Value v in graph.Outputs) model.Graph.Output.Add(Border(v));
        return model;
    }

    private ValueInfoProto Border(Value v)
    {
        TensorShapeProto shape = new();
        for (int i = 0; i < v.Shape.Length; i++)
            shape.Dim.Add(DynamicBatch && i == 0 ? new TensorShapeProto.Types.Dimension { DimParam = "N" } : new TensorShapeProto.Types.Dimension { DimValue = v.Shape[i] });
        return new ValueInfoProto { Name = v.Name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TypeOf(v.Type), Shape = shape } } };
    }

    private static DataType TypeOf(ElementType type) => type switch
    {
        ElementType.Int8 => DataType.Int8,
        ElementType.UInt8 => DataType.Uint8,
        ElementType.Int64 => DataType.Int64,
        _ => DataType.Float,
    };

    private static byte[] Bytes(TensorData data)
    {
        if (data.IsFloat)
        {
            byte[] floats = new byte[4 * data.Floats.Length];
            for (int i = 0; i < data.Floats.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(floats.AsSpan(4 * i), data.Floats[i]);
            return floats;
        }

        if (data.Type is ElementType.Int8 or ElementType.UInt8) return Array.ConvertAll(data.Integers, v => unchecked((byte)v));
        byte[] integers = new byte[8 * data.Integers.Length];
        for (int i = 0; i < data.Integers.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(integers.AsSpan(8 * i), data.Integers[i]);
        return integers;
    }
}
