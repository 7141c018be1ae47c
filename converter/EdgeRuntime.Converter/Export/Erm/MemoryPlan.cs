using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Gives every tensor a place in the arena of its kind, and every register a number; the device then needs no planner.</summary>
internal static class MemoryPlan
{
    /// <summary>Places the slots.</summary>
    /// <param name="instructions">In execution order, with scratch known.</param>
    /// <param name="inputs">Model inputs: alive from the start.</param>
    /// <param name="outputs">Model outputs: alive to the end.</param>
    /// <returns>Arena length by <see cref="Kind"/>, and the number of registers.</returns>
    public static (int[] Arenas, int Registers) Place(IReadOnlyList<Instruction> instructions, IReadOnlyList<Slot> inputs, IReadOnlyList<Slot> outputs)
    {
        List<Slot> slots = Lifetimes(instructions, inputs, outputs);
        Share(instructions, inputs, outputs);
        int registers = Registers(instructions, inputs, outputs);
        int[] arenas = new int[Kind.Count];
        for (int kind = 0; kind < Kind.Count; kind++)
        {
            int start = kind == Kind.Bits ? registers * EdgeRuntime.Registers.Stride : 0;
            List<Slot> owners = [.. slots.Where(s => s.Kind == kind && s.ViewOf is null)];
            Offsets(owners, start);
            arenas[kind] = Length(owners, instructions, kind, start);
        }

        foreach (Slot s in slots) s.Offset = s.Owner.Offset;
        return (arenas, registers);
    }

    private static List<Slot> Lifetimes(IReadOnlyList<Instruction> instructions, IReadOnlyList<Slot> inputs, IReadOnlyList<Slot> outputs)
    {
        List<Slot> slots = [.. inputs];
        foreach (Slot s in inputs) s.First = s.Last = -1;
        for (int i = 0; i < instructions.Count; i++)
        {
            foreach (Slot s in instructions[i].Inputs) s.Last = i;
            Slot output = instructions[i].Output;
            output.First = output.Last = i;
            slots.Add(output);
        }

        foreach (Slot s in outputs) s.Last = instructions.Count;
        return slots;
    }

    /// <summary>Lets an output stand where its first input stood when that input is not needed afterwards; extends the owner's life.</summary>
    private static void Share(IReadOnlyList<Instruction> instructions, IReadOnlyList<Slot> inputs, IReadOnlyList<Slot> outputs)
    {
        foreach (Instruction i in instructions)
        {
            Slot output = i.Output;
            if (!i.InPlace || i.Inputs.Count == 0) continue;
            Slot owner = i.Inputs[0].Owner;
            bool dies = owner.Last <= output.First && !outputs.Contains(i.Inputs[0]) && !inputs.Contains(owner);
            if (owner.Kind != output.Kind || owner.Size != output.Size || !dies) continue;
            output.ViewOf = i.Inputs[0];
            owner.Last = Math.Max(owner.Last, output.Last);
        }
    }

    /// <summary>Registers are reused once their tensor is dead, but never for the output of the instruction that reads them last.</summary>
    private static int Registers(IReadOnlyList<Instruction> instructions, IReadOnlyList<Slot> inputs, IReadOnlyList<Slot> outputs)
    {
        SortedSet<int> free = [];
        int count = 0;
        Dictionary<Slot, int> lastRead = [];
        for (int i = 0; i < instructions.Count; i++)
            foreach (Slot s in instructions[i].Inputs) lastRead[s] = i;
        foreach (Slot s in outputs) lastRead[s] = int.MaxValue;
        foreach (Slot s in inputs) s.Register = count++;
        for (int i = 0; i < instructions.Count; i++)
        {
            Slot output = instructions[i].Output;
            output.Register = free.Count > 0 ? free.Min : count++;
            free.Remove(output.Register);
            foreach (Slot s in instructions[i].Inputs.Distinct())
                if (lastRead[s] == i) free.Add(s.Register);
            if (!lastRead.ContainsKey(output)) free.Add(output.Register);
        }

        if (count > Limits.Registers)
            throw new ConversionException($"the graph keeps {count} tensors alive at once, the format has {Limits.Registers} registers; split the network");
        return count;
    }

    /// <summary>Largest first, each at the lowest offset that is free during its life.</summary>
    private static void Offsets(List<Slot> owners, int start)
    {
        List<Slot> placed = [];
        foreach (Slot s in owners.OrderByDescending(s => s.Size).ThenBy(s => s.First))
        {
            long offset = start;
            foreach (Slot other in placed.Where(o => Overlap(o, s)).OrderBy(o => o.Offset))
            {
                if (other.Offset - offset >= s.Size) break;
                offset = Math.Max(offset, (long)other.Offset + other.Size);
            }

            if (offset + s.Size > Limits.Elements)
                throw new ConversionException($"a tensor of shape [{string.Join(", ", s.Shape)}] does not fit: the arena would exceed {Limits.Elements} elements; use a smaller input");
            s.Offset = (int)offset;
            placed.Add(s);
        }
    }

    private static bool Overlap(Slot a, Slot b) => a.First <= b.Last && b.First <= a.Last;

    /// <summary>Scratch stands at the end of the arena, above what is alive while it is used.</summary>
    private static int Length(List<Slot> owners, IReadOnlyList<Instruction> instructions, int kind, int start)
    {
        int length = owners.Aggregate(start, (a, s) => Math.Max(a, s.Offset + s.Size));
        for (int i = 0; i < instructions.Count; i++)
        {
            int live = start;
            foreach (Slot s in owners)
                if (s.First <= i && i <= s.Last) live = Math.Max(live, s.Offset + s.Size);
            length = Math.Max(length, live + instructions[i].Scratch[kind]);
        }

        return length;
    }
}
