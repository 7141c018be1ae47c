using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace EdgeRuntime.NanoCost;

/// <summary>Changes an assembly so that it counts what it executes: every basic block adds its number of instructions and of calls to two static fields.</summary>
internal static class CountingAssembly
{
    /// <summary>Type and fields that are added.</summary>
    public const string Counter = "ExecutedCounter";
    public const string Instructions = "Instructions";
    public const string Calls = "Calls";

    /// <summary>Writes the counting form of the assembly at <paramref name="source"/> to <paramref name="target"/>.</summary>
    public static void Write(string source, string target)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(source);
        ModuleDefinition module = assembly.MainModule;
        TypeDefinition counter = new("", Counter, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        FieldDefinition instructions = Field(module, Instructions);
        FieldDefinition calls = Field(module, Calls);
        counter.Fields.Add(instructions);
        counter.Fields.Add(calls);
        MethodDefinition[] methods = [.. module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody)];
        module.Types.Add(counter);
        foreach (MethodDefinition method in methods) Count(method.Body, instructions, calls);
        assembly.Write(target);
    }

    private static FieldDefinition Field(ModuleDefinition module, string name) => new(name, FieldAttributes.Public | FieldAttributes.Static, module.TypeSystem.Int64);

    private static void Count(MethodBody body, FieldDefinition instructions, FieldDefinition calls)
    {
        body.SimplifyMacros();
        ILProcessor il = body.GetILProcessor();
        Instruction[] code = [.. body.Instructions];
        HashSet<Instruction> leaders = Leaders(code, body.ExceptionHandlers);
        Dictionary<Instruction, Instruction> first = [];
        for (int at = 0; at < code.Length;)
        {
            int end = at + 1;
            while (end < code.Length && !leaders.Contains(code[end])) end++;
            Instruction[] counting = [.. Add(il, instructions, end - at), .. Add(il, calls, code[at..end].Count(IsCall))];
            foreach (Instruction i in counting) il.InsertBefore(code[at], i);
            first[code[at]] = counting[0];
            at = end;
        }

        foreach (Instruction i in code)
        {
            if (i.Operand is Instruction target) i.Operand = first[target];
            else if (i.Operand is Instruction[] targets) i.Operand = targets.Select(t => first[t]).ToArray();
        }

        foreach (ExceptionHandler h in body.ExceptionHandlers)
        {
            (h.TryStart, h.TryEnd, h.HandlerStart) = (first[h.TryStart], first[h.TryEnd], first[h.HandlerStart]);
            if (h.HandlerEnd is not null) h.HandlerEnd = first[h.HandlerEnd];
        }

        body.OptimizeMacros();
    }

    private static HashSet<Instruction> Leaders(Instruction[] code, IEnumerable<ExceptionHandler> handlers)
    {
        HashSet<Instruction> leaders = [code[0], .. handlers.SelectMany(h => new[] { h.TryStart, h.TryEnd, h.HandlerStart, h.HandlerEnd }).Where(i => i is not null)];
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i].Operand is Instruction target) leaders.Add(target);
            else if (code[i].Operand is Instruction[] targets) leaders.UnionWith(targets);
            else if (code[i].OpCode.FlowControl is not (FlowControl.Return or FlowControl.Throw)) continue;
            if (i + 1 < code.Length) leaders.Add(code[i + 1]);
        }

        return leaders;
    }

    private static bool IsCall(Instruction i) => i.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj;

    private static IEnumerable<Instruction> Add(ILProcessor il, FieldDefinition field, int count) => count == 0 ? [] :
    [
        il.Create(OpCodes.Ldsfld, field), il.Create(OpCodes.Ldc_I4, count), il.Create(OpCodes.Conv_I8), il.Create(OpCodes.Add), il.Create(OpCodes.Stsfld, field),
    ];
}
