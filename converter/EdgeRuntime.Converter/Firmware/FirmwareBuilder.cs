using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using EdgeRuntime.Converter.Boards;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>Compiles and links images for microcontroller boards.</summary>
public static partial class FirmwareBuilder
{
    private const string Uf2Tool = "picotool";

    /// <summary>Builds an image with the protocol program.</summary>
    /// <param name="board">A bare-metal board.</param>
    /// <param name="models">Model files; the first valid one runs, the others are slots to fall back to.</param>
    /// <param name="folder">Where the image goes; made when it is missing.</param>
    /// <exception cref="ConversionException">The models do not suit the core, do not fit, or a tool is missing.</exception>
    public static FirmwareImage Build(Board board, IReadOnlyList<byte[]> models, string folder)
    {
        if (!board.Runs(BoardSystem.BareMetal))
            throw new ConversionException($"{board.Id} runs {string.Join(" and ", board.Systems)}, not bare-metal images; boards/{board.Id}/README.md says how models get there");
        Tool.Require("building an image", "bash", "dotnet", "arm-none-eabi-gcc");
        EngineSelection selection = EngineSelection.Of(models);
        if (!board.Core.Has("fpu-single") && !selection.IsIntegerOnly)
            throw new ConversionException($"the {board.Core.Type} of {board.Id} has no floating point, but the model has {string.Join(", ", selection.FloatOperations)}; convert it with an int8 recipe and --integer-only");
        long arena = models.Max(Arena);
        FitCheck.Before(board, models.Sum(m => (long)m.Length), arena);
        string engine = Engine(board, selection);
        Directory.CreateDirectory(folder);
        folder = Path.GetFullPath(folder);
        Write(board, models, folder);
        int stack = Link(board, folder, engine, 4096);
        int bound = StackBound.Of(Path.Combine(folder, "firmware.elf"));
        stack = (bound + 7) / 8 * 8;
        Link(board, folder, engine, stack);
        FirmwareImage image = Measure(board, models, folder, stack, bound, arena);
        FitCheck.After(image);
        return image with { Files = Files(board, folder) };
    }

    /// <summary>Working memory of a model file in bytes.</summary>
    private static long Arena(byte[] file)
    {
        using Model model = Model.Load(file);
        return model.ArenaBytes;
    }

    /// <summary>The engine library for a selection; kept beside the sources until they change.</summary>
    private static string Engine(Board board, EngineSelection selection)
    {
        string root = SourceTree.Root(), target = board.Core.Has("fpu-single") ? "thumb2" : "thumb2-integer";
        string parent = Path.Combine(root, "artifacts", "engines", SourceTree.Hash(root));
        string folder = Path.Combine(parent, target + "-" + string.Join("-", selection.Names).GetStableHash());
        if (File.Exists(Path.Combine(folder, "libedgeruntime.a"))) return folder;
        string temporary = folder + "." + Guid.NewGuid().ToString("N")[..8];
        Directory.CreateDirectory(temporary);
        Tool.Succeed("bash", [Path.Combine(root, "firmware", "freestanding", "build.sh"), target, temporary, string.Join(",", selection.Names)]);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.Move(temporary, folder);
        return folder;
    }

    private static void Write(Board board, IReadOnlyList<byte[]> models, string folder)
    {
        List<string> paths = [];
        foreach (byte[] model in models)
        {
            paths.Add(Path.Combine(folder, $"model{paths.Count}.erm"));
            File.WriteAllBytes(paths[^1], model);
        }

        File.WriteAllText(Path.Combine(folder, "board.ld"), BoardFiles.LinkerScript(board));
        File.WriteAllText(Path.Combine(folder, "board.h"), BoardFiles.Header(board));
        File.WriteAllText(Path.Combine(folder, "models.h"), BoardFiles.ModelsHeader(models.Count));
        File.WriteAllText(Path.Combine(folder, "models.S"), BoardFiles.ModelsAssembly(paths));
    }

    private static int Link(Board board, string folder, string engine, int stack)
    {
        string source = Path.Combine(SourceTree.Root(), "firmware", "cortex-m");
        (int code, string output) = Tool.Run("bash",
            [Path.Combine(source, "build.sh"), folder, engine, board.Core.Type, Path.Combine(source, "serve.c"), Path.Combine(source, "serial", board.Serial!.Driver + ".c"), Path.Combine(folder, "models.S")],
            new Dictionary<string, string> { ["FLAGS"] = $"-Wl,--defsym=_stack_bytes={stack}" });
        if (code == 0) return stack;
        Match overflow = Overflow().Match(output);
        if (overflow.Success) throw FitCheck.TooSmall(board, overflow.Groups[1].Value == "FLASH", long.Parse(overflow.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        throw new ConversionException($"the image for {board.Id} does not link: {string.Join("; ", output.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(3))}");
    }

    private static FirmwareImage Measure(Board board, IReadOnlyList<byte[]> models, string folder, int stack, int bound, long arena)
    {
        string elf = Path.Combine(folder, "firmware.elf");
        Dictionary<string, int> sections = [];
        foreach (Match m in Section().Matches(Tool.Succeed("arm-none-eabi-size", ["-A", elf])))
            sections[m.Groups[1].Value] = int.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
        int Size(string name) => sections.GetValueOrDefault(name);
        int core = Symbol().Matches(Tool.Succeed("arm-none-eabi-nm", ["--print-size", "--radix=d", elf]))
            .Sum(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        return new FirmwareImage(board, folder, [], Size(".text") + Size(".rodata") + Size(".data"), core, Size(".models"), Size(".data") + Size(".bss"), stack, bound, arena);
    }

    private static List<string> Files(Board board, string folder)
    {
        string elf = Path.Combine(folder, "firmware.elf"), bin = Path.Combine(folder, "firmware.bin"), hex = Path.Combine(folder, "firmware.hex");
        Tool.Succeed("arm-none-eabi-objcopy", ["-O", "binary", elf, bin]);
        Tool.Succeed("arm-none-eabi-objcopy", ["-O", "ihex", elf, hex]);
        List<string> files = ["firmware.elf", "firmware.bin", "firmware.hex"];
        if (board.Flashing.All(f => f.Tool != Uf2Tool)) return files;
        File.WriteAllBytes(Path.Combine(folder, "firmware.uf2"), Uf2.Of(File.ReadAllBytes(bin), board.Flash.Address, Uf2.Rp2350Arm));
        return [.. files, "firmware.uf2"];
    }

    [GeneratedRegex(@"region `(FLASH|RAM)' overflowed by (\d+) bytes")]
    private static partial Regex Overflow();

    [GeneratedRegex(@"^(\.\w+)\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex Section();

    /// <summary>Functions of the engine: the archive's, by their names.</summary>
    [GeneratedRegex(@"^\d+ (\d+) [Tt] edge_[A-Z]\S*$", RegexOptions.Multiline)]
    private static partial Regex Symbol();
}
