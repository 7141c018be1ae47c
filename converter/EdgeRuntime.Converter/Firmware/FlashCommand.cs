using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>A command that writes an image to a board.</summary>
/// <param name="Program">Flashing tool.</param>
/// <param name="Arguments">Its arguments, with the files of one image.</param>
/// <param name="Note">What to know before.</param>
public sealed record FlashCommand(string Program, IReadOnlyList<string> Arguments, string Note)
{
    /// <summary>Whether the tool is on PATH.</summary>
    public bool IsInstalled => Tool.Exists(Program);

    /// <summary>The command as one would type it.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(Program).Select(a => a.Contains(' ') ? $"\"{a}\"" : a));

    /// <summary>The ways to write <paramref name="image"/>, the preferred one first.</summary>
    public static IReadOnlyList<FlashCommand> For(FirmwareImage image)
    {
        return [.. image.Board.Flashing.Select(f => new FlashCommand(f.Tool, [.. f.Arguments.Select(Fill)], f.Note))];

        string Fill(string argument) => ((string[])["elf", "bin", "hex", "uf2"]).Aggregate(argument.Replace("{origin}", image.Board.Flash.Origin),
            (text, kind) => text.Replace("{" + kind + "}", Path.Combine(image.Folder, "firmware." + kind)));
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="ConversionException">The tool fails.</exception>
    public string Run() => Tool.Succeed(Program, Arguments);
}
