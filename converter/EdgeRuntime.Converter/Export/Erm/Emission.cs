using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Turns graph nodes into instructions, converting between element kinds where producer and consumer differ.</summary>
internal sealed class Emission
{
    private readonly Dictionary<(Value Value, int Kind), Slot> slots = [];
    private readonly Dictionary<Value, List<Node>> consumers = [];
    private readonly HashSet<Node> skipped = [];

    public Emission(ModelGraph graph, bool quick, bool smallMemory)
    {
        Quick = quick;
        SmallMemory = smallMemory;
        Graph = graph;
        QuantizeEmitter.Annotate(graph);
        Signs = new SignPaths(graph);
        foreach (Node node in graph.Nodes)
        {
            foreach (Value? v in node.Inputs.Where(v => v is not null).Distinct())
            {
                if (!consumers.TryGetValue(v!, out List<Node>? list)) consumers[v!] = list = [];
                list.Add(node);
            }
        }
    }

    public ModelGraph Graph { get; }

    /// <summary>Where the graph computes on signs.</summary>
    public SignPaths Signs { get; }

    /// <summary>Store weights plainly instead of searching for the smallest form.</summary>
    public bool Quick { get; }

    /// <summary>Fuse what saves working memory.</summary>
    public bool SmallMemory { get; }

    public List<Instruction> Instructions { get; } = [];

    /// <summary>Nodes that read a value.</summary>
    public IReadOnlyList<Node> ConsumersOf(Value v) => consumers.TryGetValue(v, out List<Node>? list) ? list : [];

    /// <summary>Emits every node and returns the output slots in order.</summary>
    public (List<Slot> Inputs, List<Slot> Outputs) Run()
    {
        List<Slot> inputs = [];
        foreach (Value v in Graph.Inputs)
        {
            int kind = v.Quantization is null ? Kind.Float32 : Kind.Int8;
            inputs.Add(slots[(v, kind)] = new Slot(kind, v.Shape));
        }

        foreach (Node node in Graph.Nodes)
        {
            if (skipped.Contains(node) || SignEmitter.FromInt8(this, node)) continue;
            if (!Emitters.All.TryGetValue(node.Op, out Action<Emission, Node>? emit))
                throw new ConversionException($"node '{node.Name}' is of kind {node.Op}, which has no form on the device; known are {string.Join(", ", Emitters.All.Keys.Order(StringComparer.Ordinal))}");
            emit(this, node);
        }

        return (inputs, [.. Graph.Outputs.Select(Produced)]);
    }

    /// <summary>Whether a value is there as <paramref name="kind"/> without conversion.</summary>
    public bool Has(Value v, int kind) => slots.ContainsKey((v, kind));

    /// <summary>The value as floats, dequantised or loaded from the file if need be.</summary>
    public Slot Float(Value v)
    {
        if (slots.TryGetValue((v, Kind.Float32), out Slot? slot)) return slot;
        if (v.Constant is not null) return Load(v);
        if (!slots.TryGetValue((v, Kind.Int8), out Slot? integers) || v.Quantization is not { } q)
            throw new ConversionException($"value '{v.Name}' is read before it is written; the graph is not in execution order");
        slot = slots[(v, Kind.Float32)] = new Slot(Kind.Float32, v.Shape);
        Push($"{v.Name}/dequantize", Opcode.Dequantize, [integers], slot, new RecordBody().Attributes(w => Affine(w, q)));
        return slot;
    }

    /// <summary>The value as int8 under its own quantisation.</summary>
    public Slot Int8(Value v)
    {
        if (slots.TryGetValue((v, Kind.Int8), out Slot? slot)) return slot;
        Quantization q = v.Quantization ?? throw new InvalidOperationException($"value '{v.Name}' has no quantisation");
        Slot floats = Float(v);
        slot = slots[(v, Kind.Int8)] = new Slot(Kind.Int8, v.Shape);
        Push($"{v.Name}/quantize", Opcode.Quantize, [floats], slot, new RecordBody().Attributes(w => Affine(w, q)));
        return slot;
    }

    /// <summary>The value as bits; it must have been emitted so.</summary>
    public Slot Bits(Value v) => slots[(v, Kind.Bits)];

    /// <summary>Adds an instruction that computes <paramref name="output"/> as <paramref name="kind"/>.</summary>
    public Slot Add(Node node, int opcode, IReadOnlyList<Slot> inputs, Value output, int kind, RecordBody body, bool inPlace = false)
    {
        Slot slot = slots[(output, kind)] = new Slot(kind, output.Shape) { ValueName = output.Name };
        Push(node.Name, opcode, inputs, slot, body, inPlace);
        return slot;
    }

    /// <summary>Replaces an instruction, whose result nothing else reads, by one that computes <paramref name="output"/> from the same inputs.</summary>
    public void Fuse(Instruction instruction, Node node, int opcode, Value output, RecordBody body)
    {
        Slot slot = slots[(output, instruction.Output.Kind)] = new Slot(instruction.Output.Kind, output.Shape) { ValueName = output.Name };
        Instructions[Instructions.IndexOf(instruction)] = new Instruction($"{instruction.Name}/{node.Name}", opcode, instruction.Inputs, slot, body);
    }

    /// <summary>Leaves a node out, because instructions that are there already do its work.</summary>
    public void Skip(Node node) => skipped.Add(node);

    /// <summary>Lets a slot hold a value, in whatever shape.</summary>
    public void Define(Value v, Slot slot) => slots[(v, slot.Kind)] = slot;

    /// <summary>Adds an instruction between slots and gives the output.</summary>
    public Slot Push(string name, int opcode, IReadOnlyList<Slot> inputs, Slot output, RecordBody body, bool inPlace = false)
    {
        Instructions.Add(new Instruction(name, opcode, inputs, output, body) { InPlace = inPlace });
        return output;
    }

    /// <summary>Writes scale and zero point.</summary>
    public static void Affine(ByteWriter w, Quantization q)
    {
        w.F32(q.Scale);
        w.Zigzag(q.ZeroPoint);
    }

    private Slot Load(Value v)
    {
        TensorData data = v.Constant!;
        if (!data.IsFloat) throw new ConversionException($"constant '{v.Name}' has element type {data.Type}; a constant operand must be a float tensor");
        Slot slot = slots[(v, Kind.Float32)] = new Slot(Kind.Float32, v.Shape);
        EncodedConstant encoded = ConstantWriter.Smallest(new WeightData { Rows = 1, RowLength = data.Count, Floats = data.Floats }, "best");
        Push(v.Name, Opcode.Constant, [], slot, new RecordBody().Attributes(w => Shape(w, v.Shape)).Matrix(encoded, 1, data.Count));
        return slot;
    }

    /// <summary>Writes rank and dimensions.</summary>
    public static void Shape(ByteWriter w, int[] shape)
    {
        w.Varint(shape.Length);
        foreach (int d in shape) w.Varint(d);
    }

    private Slot Produced(Value v)
        => slots.TryGetValue((v, Kind.Int8), out Slot? slot) && !slots.ContainsKey((v, Kind.Float32)) ? slot : Float(v);
}
