using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using EdgeRuntime.Converter.Export.Onnx;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Import.Onnx.Schema;
using Google.Protobuf;

namespace EdgeRuntime.Benchmarks.OnnxRuntime;

/// <summary>
/// The int8 form that ONNX Runtime executes fastest on x86: QuantizeLinear and DequantizeLinear around every activation (uint8) and
/// behind every weight (int8, one scale a channel of a convolution). Ranges are those of one pseudo-random input.
/// </summary>
internal sealed class QdqModel
{
    private readonly ModelProto model;
    private readonly Dictionary<string, (float Scale, byte Zero)> activations = [];
    private readonly Dictionary<string, TensorProto> constants;
    private readonly List<NodeProto> nodes = [];

    private QdqModel(ModelProto model)
    {
        this.model = model;
        constants = model.Graph.Initializer.ToDictionary(t => t.Name);
    }

    /// <summary>Writes <paramref name="graph"/> in this form.</summary>
    /// <param name="graph">A lowered graph.</param>
    /// <param name="input">Values of its input.</param>
    public static byte[] Write(ModelGraph graph, TensorData input)
    {
        QdqModel q = new(ModelProto.Parser.ParseFrom(OnnxExporter.Write(graph)));
        Dictionary<Value, TensorData> values = ReferenceExecutor.RunAll(graph, input);
        HashSet<string> kept = [.. graph.Nodes.Where(n => n.Op is Op.Softmax).Select(n => n.Outputs[0].Name)];
        foreach ((Value value, TensorData data) in values)
            if (data.IsFloat && !kept.Contains(value.Name)) q.activations[value.Name] = Range(data.Floats);
        q.Rewrite();
        return q.model.ToByteArray();
    }

    private static (float, byte) Range(float[] values)
    {
        float low = Math.Min(0, values.Min()), high = Math.Max(0, values.Max());
        float scale = Math.Max(high - low, 1e-6f) / 255;
        return (scale, (byte)Math.Clamp(Math.Round(-low / scale), 0, 255));
    }

    private void Rewrite()
    {
        GraphProto g = model.Graph;
        HashSet<string> outputs = [.. g.Output.Select(o => o.Name)];
        Dictionary<string, string> renamed = [];
        foreach (ValueInfoProto x in g.Input)
            if (activations.ContainsKey(x.Name)) renamed[x.Name] = Pair(x.Name);
        foreach (NodeProto node in g.Node)
        {
            for (int i = 0; i < node.Input.Count; i++) if (renamed.TryGetValue(node.Input[i], out string? to)) node.Input[i] = to;
            if (node.OpType is "Conv" or "Gemm" && constants.ContainsKey(node.Input[1])) Weights(node);
            nodes.Add(node);
            string y = node.Output[0];
            if (activations.ContainsKey(y) && !outputs.Contains(y)) renamed[y] = Pair(y);
        }

        g.Node.Clear();
        g.Node.AddRange(nodes);
        HashSet<string> used = [.. nodes.SelectMany(n => n.Input)];
        foreach (TensorProto unused in g.Initializer.Where(t => !used.Contains(t.Name)).ToArray()) g.Initializer.Remove(unused);
    }

    private string Pair(string name)
    {
        (float scale, byte zero) = activations[name];
        string s = Constant(name + "/qscale", [scale]), z = Constant(name + "/qzero", [zero], TensorProto.Types.DataType.Uint8);
        Add("QuantizeLinear", [name, s, z], name + "/q");
        Add("DequantizeLinear", [name + "/q", s, z], name + "/dq");
        return name + "/dq";
    }

    private void Weights(NodeProto node)
    {
        string source = node.Input[0].EndsWith("/dq", StringComparison.Ordinal) ? node.Input[0][..^3] : "";
        if (!activations.TryGetValue(source, out (float Scale, byte Zero) x)) return;
        TensorProto w = constants[node.Input[1]];
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(w.RawData.Span);
        int rows = node.OpType == "Conv" ? (int)w.Dims[0] : 1, length = values.Length / rows;
        float[] scales = new float[rows];
        byte[] integers = new byte[values.Length];
        for (int r = 0; r < rows; r++)
        {
            float most = 1e-9f;
            foreach (float v in values.Slice(r * length, length)) most = Math.Max(most, Math.Abs(v));
            scales[r] = most / 127;
            for (int i = 0; i < length; i++) integers[r * length + i] = (byte)(sbyte)Math.Round(values[r * length + i] / scales[r]);
        }

        string name = w.Name + "/int8";
        model.Graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int8, RawData = ByteString.CopyFrom(integers), Dims = { w.Dims } });
        Dequantised(node, 1, name, scales, new byte[rows], TensorProto.Types.DataType.Int8);
        if (node.Input.Count > 2) Bias(node, scales, x.Scale);
    }

    private void Bias(NodeProto node, float[] scales, float scaleX)
    {
        TensorProto b = constants[node.Input[2]];
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(b.RawData.Span);
        float[] products = [.. scales.Select(s => s * scaleX)];
        int[] integers = new int[values.Length];
        for (int i = 0; i < integers.Length; i++) integers[i] = (int)Math.Clamp(Math.Round((double)values[i] / products[products.Length > 1 ? i : 0]), -1e9, 1e9);
        string name = b.Name + "/int32";
        byte[] bytes = MemoryMarshal.AsBytes<int>(integers).ToArray();
        model.Graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int32, RawData = ByteString.CopyFrom(bytes), Dims = { b.Dims } });
        Dequantised(node, 2, name, products, new byte[4 * products.Length], TensorProto.Types.DataType.Int32);
    }

    private void Dequantised(NodeProto node, int operand, string name, float[] scales, byte[] zeros, TensorProto.Types.DataType type)
    {
        string z = Constant(name + "/qzero", zeros, type, scales.Length), s = Constant(name + "/qscale", scales);
        NodeProto dequantise = Add("DequantizeLinear", [name, s, z], name + "/dq");
        if (scales.Length > 1) dequantise.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 0 });
        node.Input[operand] = name + "/dq";
    }

    private NodeProto Add(string op, string[] inputs, string output)
    {
        NodeProto node = new() { OpType = op, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        nodes.Add(node);
        return node;
    }

    private string Constant(string name, float[] values) => Constant(name, MemoryMarshal.AsBytes<float>(values).ToArray(), TensorProto.Types.DataType.Float, values.Length);

    // One value is a scalar, several are a vector.
    private string Constant(string name, byte[] bytes, TensorProto.Types.DataType type, int count = 1)
    {
        TensorProto t = new() { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        if (count > 1) t.Dims.Add(count);
        if (constants.TryAdd(name, t)) model.Graph.Initializer.Add(t);
        return name;
    }
}
