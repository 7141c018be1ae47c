using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>What to store besides the network.</summary>
public sealed record ErmOptions
{
    /// <summary>How images are prepared.</summary>
    public InputSpecification? Input { get; init; }

    /// <summary>Store the names of the layers (for inspection; a device does not need them).</summary>
    public bool Names { get; init; }

    /// <summary>Certificate entries to embed: seeds of pseudo-random inputs whose outputs are hashed.</summary>
    public int CertificateInputs { get; init; }
}

/// <summary>A written model: its bytes and what each of them is for.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Layers">One entry an operation, in order, and one for the file's own parts; all entries sum to the length.</param>
/// <param name="ArenaBytes">Working memory of one inference.</param>
public sealed record ErmFile(byte[] Bytes, IReadOnlyList<LayerLedger> Layers, long ArenaBytes);

/// <summary>The bytes of one layer by cause.</summary>
/// <param name="Name">Layer, or "file" for header and metadata.</param>
/// <param name="Encoding">How the weights are stored, or empty.</param>
/// <param name="Entries">Bytes by cause.</param>
public sealed record LayerLedger(string Name, string Encoding, IReadOnlyList<LedgerEntry> Entries)
{
    /// <summary>Bytes of the layer.</summary>
    public long Bytes => Entries.Sum(e => e.Bytes);
}

/// <summary>Writes a lowered, possibly compressed graph as a model file.</summary>
public static class ErmExporter
{
    /// <summary>Selects operations, plans memory and lays out the file.</summary>
    public static ErmFile Export(ModelGraph graph, ErmOptions? options = null)
    {
        options ??= new ErmOptions();
        Emission emission = new(graph);
        (List<Slot> inputs, List<Slot> outputs) = emission.Run();
        Plan plan = new(graph, emission.Instructions, inputs, outputs);
        MeasureScratch(plan);
        ModelRecord record = plan.Record(options, plan.Place());
        byte[] bytes = ModelWriter.Write(record);
        if (options.CertificateInputs > 0)
        {
            record.Metadata = record.Metadata with { Certificate = Certificate.Make(bytes, options.CertificateInputs) };
            bytes = ModelWriter.Write(record);
        }

        long arena = record.Int8Arena + 4L * record.WordArena + 4L * record.FloatArena;
        return new ErmFile(bytes, Ledger(bytes.Length, plan.Instructions, record), arena);
    }

    /// <summary>Asks the engine itself what scratch each operation uses, so that the plan cannot disagree with it.</summary>
    private static void MeasureScratch(Plan plan)
    {
        ModelRecord trial = plan.Record(new ErmOptions(), plan.Place());
        trial.Int8Arena = trial.WordArena = trial.FloatArena = Limits.Elements;
        using Model model = Model.Load(ModelWriter.Write(trial), "trial layout");
        IReadOnlyList<OperationInfo> operations = OperationInfo.Of(model);
        for (int i = 0; i < operations.Count; i++)
            for (int kind = 0; kind < Kind.Count; kind++) plan.Instructions[i].Scratch[kind] = operations[i].Scratch[kind];
    }

    private static List<LayerLedger> Ledger(int length, IReadOnlyList<Instruction> instructions, ModelRecord record)
    {
        List<LayerLedger> layers = [];
        long sum = 0;
        for (int i = 0; i < instructions.Count; i++)
        {
            LayerLedger layer = new(instructions[i].Name, EncodingNames.Of(instructions[i].Body.Encoding), record.Operations[i].Ledger);
            sum += layer.Bytes;
            layers.Add(layer);
        }

        layers.Add(new LayerLedger("file", "", [new LedgerEntry("header", length - sum)]));
        return layers;
    }

    /// <summary>The selected operations and how they become a record.</summary>
    private sealed class Plan(ModelGraph graph, IReadOnlyList<Instruction> instructions, List<Slot> inputs, List<Slot> outputs)
    {
        public IReadOnlyList<Instruction> Instructions => instructions;

        public (int[] Arenas, int Registers) Place() => MemoryPlan.Place(instructions, inputs, outputs);

        public ModelRecord Record(ErmOptions options, (int[] Arenas, int Registers) placed)
        {
            ModelRecord record = new()
            {
                Int8Arena = placed.Arenas[Kind.Int8],
                WordArena = placed.Arenas[Kind.Bits],
                FloatArena = placed.Arenas[Kind.Float32],
                Registers = placed.Registers,
                Metadata = new ModelMetadata { Input = options.Input, Names = options.Names ? [.. instructions.Select(i => i.Name)] : [] },
            };
            for (int i = 0; i < inputs.Count; i++) record.Inputs.Add(Port(inputs[i], graph.Inputs[i]));
            for (int i = 0; i < outputs.Count; i++) record.Outputs.Add(Port(outputs[i], graph.Outputs[i]));
            record.Operations.AddRange(instructions.Select(i => i.ToRecord()));
            return record;
        }

        private static PortRecord Port(Slot s, Value v)
            => new(s.Kind, s.Shape, s.Offset, s.Register, v.Quantization?.Scale ?? 0, v.Quantization?.ZeroPoint ?? 0);
    }
}
