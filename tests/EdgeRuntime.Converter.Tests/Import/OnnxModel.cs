using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Import.Onnx;
using EdgeRuntime.Converter.Import.Onnx.Schema;
using Google.Protobuf;
using static EdgeRuntime.Converter.Import.Onnx.Schema.AttributeProto.Types;
using static EdgeRuntime.Converter.Import.Onnx.Schema.TensorProto.Types;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>Builds small ONNX models for tests.</summary>
internal sealed class OnnxModel
{
    public OnnxModel(int opset = 13)
    {
        Proto.Graph = new GraphProto { Name = "test" };
        Proto.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
    }

    public ModelProto Proto { get; } = new() { IrVersion = 8 };

    /// <summary>A float input; negative dimensions are open.</summary>
    public OnnxModel Input(string name, params int[] shape) => Input(name, DataType.Float, shape);

    public OnnxModel Input(string name, DataType type, params int[] shape)
    {
        Proto.Graph.Input.Add(Info(name, type, shape));
        return this;
    }

    public OnnxModel Output(string name)
    {
        Proto.Graph.Output.Add(Info(name, DataType.Float, null));
        return this;
    }

    public OnnxModel Init(string name, int[] shape, params float[] values)
    {
        Proto.Graph.Initializer.Add(Tensor(name, shape, values));
        return this;
    }

    public OnnxModel Init(TensorProto tensor)
    {
        Proto.Graph.Initializer.Add(tensor);
        return this;
    }

    public OnnxModel Integers(string name, params long[] values)
    {
        TensorProto t = new() { Name = name, DataType = (int)DataType.Int64 };
        t.Dims.Add(values.Length);
        t.Int64Data.AddRange(values);
        return Init(t);
    }

    /// <summary>A node; attribute values are int, float, string, int[], float[] or TensorProto.</summary>
    public OnnxModel Node(string op, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        NodeProto node = new() { OpType = op, Name = op.ToLowerInvariant() + "_" + Proto.Graph.Node.Count };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        foreach ((string name, object value) in attributes) node.Attribute.Add(Attribute(name, value));
        Proto.Graph.Node.Add(node);
        return this;
    }

    public ModelGraph Load(OnnxImportOptions? options = null) => OnnxImporter.Load(Proto.ToByteArray(), options);

    /// <summary>Output values by the reference executor for one float input.</summary>
    public float[] Run(int[] shape, params float[] values) => ReferenceExecutor.Run(Load(), TensorData.Of(shape, values))[0].Floats;

    public static TensorProto Tensor(string name, int[] shape, float[] values)
    {
        TensorProto t = new() { Name = name, DataType = (int)DataType.Float };
        foreach (int d in shape) t.Dims.Add(d);
        t.FloatData.AddRange(values);
        return t;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        AttributeProto a = new() { Name = name };
        switch (value)
        {
            case int i: (a.Type, a.I) = (AttributeType.Int, i); break;
            case float f: (a.Type, a.F) = (AttributeType.Float, f); break;
            case string s: (a.Type, a.S) = (AttributeType.String, ByteString.CopyFromUtf8(s)); break;
            case TensorProto t: (a.Type, a.T) = (AttributeType.Tensor, t); break;
            case float[] list: a.Type = AttributeType.Floats; a.Floats.AddRange(list); break;
            case int[] list: a.Type = AttributeType.Ints; a.Ints.AddRange(Array.ConvertAll(list, v => (long)v)); break;
            default: throw new ArgumentException($"no attribute of type {value.GetType()}");
        }

        return a;
    }

    private static ValueInfoProto Info(string name, DataType type, IEnumerable<int>? shape)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)type };
        if (shape is not null)
        {
            tensor.Shape = new TensorShapeProto();
            foreach (int d in shape) tensor.Shape.Dim.Add(d < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "n" } : new TensorShapeProto.Types.Dimension { DimValue = d });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
