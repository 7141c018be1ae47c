using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Boards;
using EdgeRuntime.Converter.Firmware;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Builds the image of a microcontroller board and puts it there.</summary>
public sealed class FlashVerb : Verb
{
    public override string Name => "flash";

    public override string Summary => "Build a bare-metal image with engine and model, and write it to a board or start its emulator.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> model = new("model") { Description = "model: .erm" };
        Option<string> board = new("--board") { Description = "board: " + string.Join(", ", BoardList.All.Where(b => b.Runs(BoardSystem.BareMetal)).Select(b => b.Id)) + ", or a board.json file", HelpName = "ID|FILE", Required = true };
        Option<string?> output = new("--out") { Description = "folder for the image; default: MODEL-BOARD beside the model", HelpName = "DIR" };
        Option<string?> previous = new("--previous") { Description = "model for a second slot, which runs when the first is damaged", HelpName = "FILE" };
        Option<bool> run = new("--run") { Description = "run the flashing tool, or the emulator and the model's self-test" };
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { board, output, previous, run }) command.Options.Add(option);
        return (parsed, terminal, json) =>
        {
            string path = parsed.GetRequiredValue(model);
            Board target = BoardList.Find(parsed.GetRequiredValue(board));
            List<byte[]> models = [ModelFile.Read(path)];
            if (parsed.GetValue(previous) is { } second) models.Add(ModelFile.Read(second));
            string folder = parsed.GetValue(output) ?? $"{Path.ChangeExtension(path, null)}-{target.Id}";
            FirmwareImage image = FirmwareBuilder.Build(target, models, folder);
            IReadOnlyList<FlashCommand> commands = FlashCommand.For(image);
            IReadOnlyList<string> said = parsed.GetValue(run) ? Start(image, commands, terminal) : [];
            if (json) WriteJson(terminal, Json(image, commands, said));
            else Show(terminal, image, commands, said);
            return 0;
        };
    }

    /// <summary>The emulator with a self-test, or the first flashing tool that is installed.</summary>
    private static IReadOnlyList<string> Start(FirmwareImage image, IReadOnlyList<FlashCommand> commands, Terminal terminal)
    {
        if (image.Board.Emulator is not null)
        {
            using EmulatedBoard emulated = new(image.Board, Path.Combine(image.Folder, "firmware.elf"));
            emulated.Link.WaitUntilReady();
            int status = emulated.Link.SelfTest();
            if (status != 0) throw new ConversionException($"the self-test on {image.Board.Id} ends with status {status}: the outputs are not those of the certificate; report this");
            return [.. emulated.Link.Log, $"self-test passed, {emulated.Link.Information().StackUsed} bytes of stack used"];
        }

        FlashCommand command = commands.FirstOrDefault(c => c.IsInstalled)
            ?? throw new ConversionException($"writing to {image.Board.Id} takes one of {string.Join(", ", commands.Select(c => c.Program).Distinct())}, found on no folder of PATH; install one, the image lies in {image.Folder}");
        terminal.Error.WriteLine($"edge: {command}");
        return command.Run().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static JsonObject Json(FirmwareImage image, IReadOnlyList<FlashCommand> commands, IReadOnlyList<string> said) => new()
    {
        ["board"] = image.Board.Id,
        ["folder"] = image.Folder,
        ["files"] = new JsonArray([.. image.Files.Select(f => JsonValue.Create(f))]),
        ["engineBytes"] = image.CoreBytes,
        ["firmwareBytes"] = image.EngineBytes,
        ["modelBytes"] = image.ModelBytes,
        ["arenaBytes"] = image.ArenaBytes,
        ["stackBytes"] = image.StackBytes,
        ["staticBytes"] = image.StaticBytes,
        ["flashBytes"] = image.FlashBytes,
        ["ramBytes"] = image.RamBytes,
        ["commands"] = new JsonArray([.. commands.Select(c => JsonValue.Create(c.ToString()))]),
        ["output"] = new JsonArray([.. said.Select(l => JsonValue.Create(l))]),
    };

    private static void Show(Terminal terminal, FirmwareImage image, IReadOnlyList<FlashCommand> commands, IReadOnlyList<string> said)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn("bytes").AddColumn("of");
        table.AddRow("engine", Grouped(image.CoreBytes), "");
        table.AddRow("start-up, protocol", Grouped(image.EngineBytes - image.CoreBytes), "");
        table.AddRow("models", Grouped(image.ModelBytes), "");
        table.AddRow("flash", Grouped(image.FlashBytes), Grouped(image.Board.Flash.Bytes));
        table.AddRow("working memory", Grouped(image.ArenaBytes), "");
        table.AddRow("stack (proven bound)", Grouped(image.StackBytes), "");
        table.AddRow("static data", Grouped(image.StaticBytes), "");
        table.AddRow("RAM", Grouped(image.RamBytes), Grouped(image.Board.Ram.Bytes));
        terminal.Write(table);
        foreach (string file in image.Files) terminal.Out.WriteLine(Path.Combine(image.Folder, file));
        foreach (FlashCommand command in commands) terminal.Out.WriteLine($"flash with: {command}{(command.Note.Length > 0 ? $" ({command.Note})" : "")}");
        foreach (string line in said) terminal.Out.WriteLine(line);
    }
}
