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

    /// <summary>Store weights plainly, for files that are run once and thrown away.</summary>
    public bool Quick { get; init; }

    /// <summary>Fuse max pooling into the convolution before it: less working memory, and slower on a PC, where fused layers run the portable kernels.</summary>
    public bool SmallMemory { get; init; }

    /// <summary>Certificate entries to embed: seeds of pseudo-random inputs whose outputs are hashed.</summary>
    public int CertificateInputs { get; init; }
}

/// <summary>A written model.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Values">Name of the graph value that each operation computes, or empty for an operation the device alone knows.</param>
/// <param name="Names">Name of each operation: that of the graph's node, or of what the device adds to it.</param>
/// <param name="ArenaBytes">Working memory of one inference, planned exactly: the device uses all of it and no more.</param>
public sealed record ErmFile(byte[] Bytes, IReadOnlyList<string> Values, IReadOnlyList<string> Names, long ArenaBytes);

/// <summary>Writes a lowered, possibly compressed graph as a model file.</summary>
public static class ErmExporter
{
    /// <summary>Selects operations, plans memory and lays out the file.</summary>
    public static ErmFile Export(ModelGraph graph, ErmOptions? options = null)
    {
        options ??= new ErmOptions();
        Emission emission = new(graph, options.Quick, options.SmallMemory);
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
        return new ErmFile(bytes, [.. plan.Instructions.Select(i => i.Output.ValueName)], [.. plan.Instructions.Select(i => i.Name)], arena);
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
