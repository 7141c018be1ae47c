using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>The most stack that code can use, from its disassembly: what each function takes, and what the functions it calls take.</summary>
/// <remarks>Exact as long as nothing recurses and nothing is called through a pointer; the engine does neither, and a finding of either is an error.</remarks>
public static partial class StackBound
{
    /// <summary>What the core pushes for an interrupt, floating-point registers included, and its handler.</summary>
    private const int Interrupt = 112;

    /// <summary>Bytes for the call of main out of reset, with an interrupt at the worst moment.</summary>
    /// <exception cref="ConversionException">The code recurses or calls through a pointer.</exception>
    public static int Of(string elf)
    {
        Dictionary<string, Function> functions = Read(Tool.Succeed("arm-none-eabi-objdump", ["-d", "--no-show-raw-insn", elf]));
        return Depth(functions, "reset", []) + Interrupt;
    }

    private static int Depth(Dictionary<string, Function> functions, string name, Stack<string> path)
    {
        if (!functions.TryGetValue(name, out Function? f)) return 0;
        if (f.Deepest >= 0) return f.Deepest;
        if (path.Contains(name)) throw new ConversionException($"the stack has no bound: {string.Join(" calls ", path.Reverse())} calls {name}");
        path.Push(name);
        int called = f.Calls.Count == 0 ? 0 : f.Calls.Max(callee => Depth(functions, callee, path));
        path.Pop();
        return f.Deepest = f.Own + called;
    }

    private static Dictionary<string, Function> Read(string listing)
    {
        Dictionary<string, Function> functions = new(StringComparer.Ordinal);
        Function current = new();
        string name = "";
        foreach (string line in listing.Split('\n'))
        {
            Match start = Start().Match(line);
            if (start.Success) functions[name = start.Groups[1].Value] = current = new Function();
            Match instruction = Instruction().Match(line);
            if (!instruction.Success) continue;
            string operation = instruction.Groups[1].Value, operands = instruction.Groups[2].Value;
            current.Own += Pushed(operation, operands);
            if (operation.StartsWith("blx", StringComparison.Ordinal)) throw new ConversionException($"the stack has no bound: {name} calls through a pointer");
            Match target = Target().Match(operands);
            if (operation[0] == 'b' && target.Success && target.Groups[1].Value != name) current.Calls.Add(target.Groups[1].Value);
        }

        return functions;
    }

    /// <summary>Bytes that an instruction takes from the stack.</summary>
    private static int Pushed(string operation, string operands)
    {
        if (operation.StartsWith("push", StringComparison.Ordinal) || operation.StartsWith("stmdb", StringComparison.Ordinal) && operands.StartsWith("sp!", StringComparison.Ordinal))
            return 4 * Registers(operands);
        if (operation.StartsWith("vpush", StringComparison.Ordinal) || operation.StartsWith("vstmdb", StringComparison.Ordinal))
            return (operands.Contains('d', StringComparison.Ordinal) ? 8 : 4) * Registers(operands);
        Match sub = Subtracted().Match(operands);
        if (operation.StartsWith("sub", StringComparison.Ordinal) && sub.Success) return int.Parse(sub.Groups[1].Value, CultureInfo.InvariantCulture);
        Match store = PreIndexed().Match(operands);
        return operation.StartsWith("str", StringComparison.Ordinal) && store.Success ? int.Parse(store.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }

    private static int Registers(string operands)
    {
        string list = operands[(operands.IndexOf('{', StringComparison.Ordinal) + 1)..operands.IndexOf('}', StringComparison.Ordinal)];
        return list.Split(',', StringSplitOptions.TrimEntries).Sum(part =>
        {
            string[] ends = part.Split('-');
            return ends.Length == 1 ? 1 : int.Parse(ends[1].AsSpan(1), CultureInfo.InvariantCulture) - int.Parse(ends[0].AsSpan(1), CultureInfo.InvariantCulture) + 1;
        });
    }

    private sealed class Function
    {
        public int Own { get; set; }

        public int Deepest { get; set; } = -1;

        public HashSet<string> Calls { get; } = [];
    }

    [GeneratedRegex(@"^[0-9a-f]+ <(.+)>:$")]
    private static partial Regex Start();

    [GeneratedRegex(@"^ *[0-9a-f]+:\t(\S+)(?:\t([^@;]*))?")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"<([^+>]+)>")]
    private static partial Regex Target();

    [GeneratedRegex(@"^sp, (?:sp, )?#(\d+)")]
    private static partial Regex Subtracted();

    [GeneratedRegex(@"\[sp, #-(\d+)\]!")]
    private static partial Regex PreIndexed();
}
