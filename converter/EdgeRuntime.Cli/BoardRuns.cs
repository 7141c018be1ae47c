using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Boards;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Firmware;

namespace EdgeRuntime.Cli;

/// <summary>Evaluates one model on boards: builds each image, runs it, and shows what it takes in flash, RAM and instructions.</summary>
internal sealed class BoardRuns(string path, DataSet data, int limit, string? port)
{
    private const string Emulated = "emulated";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] file = ModelFile.Read(path);

    /// <summary>Runs on the boards that <paramref name="ids"/> names and writes a table; 1 when an output differs from this machine's.</summary>
    public int Run(string ids, Terminal terminal, bool json)
    {
        Board[] boards = ids == Emulated ? [.. BoardList.All.Where(b => b.Emulator is not null)] : [.. ids.Split(',').Select(BoardList.Find)];
        if (port is not null && boards.Length != 1) throw new ConversionException($"--port is the port of one board, but --on names {boards.Length}");
        List<Row> rows = [];
        foreach (Board board in boards)
        {
            if (ids == Emulated && !board.Core.Has("fpu-single") && !EngineSelection.Of(file).IsIntegerOnly)
            {
                terminal.Error.WriteLine($"edge: note: {board.Id} is left out: the {board.Core.Type} has no floating point, and the model is not integer only");
                continue;
            }

            rows.Add(terminal.Track($"{data.Name} on {board.Id}", data.Sample(limit).Length, step => On(board, step)));
        }

        if (json) terminal.Out.WriteLine(new JsonArray([.. rows.Select(Json)]).ToJsonString(new() { WriteIndented = true }));
        else Show(terminal, rows);
        return rows.All(r => r.Result.SameBytes == r.Result.Images) ? 0 : EdgeCommand.Failed;
    }

    private Row On(Board board, Action step)
    {
        string folder = Directory.CreateTempSubdirectory("edge-image-").FullName;
        try
        {
            FirmwareImage image = FirmwareBuilder.Build(board, [file], folder);
            using Model model = Model.Load(file, path);
            long macs = OperationInfo.Of(model).Sum(o => o.Macs);
            if (port is not null)
            {
                using DeviceLink link = SerialPortFile.Open(port, board.Serial!.Baud, Patience);
                return new Row(image, BoardEvaluation.Run(link, file, path, data, limit, step), macs, false);
            }

            using EmulatedBoard emulated = new(board, Path.Combine(folder, "firmware.elf"));
            emulated.Link.WaitUntilReady();
            return new Row(image, BoardEvaluation.Run(emulated.Link, file, path, data, limit, step), macs, true);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonObject Json(Row r) => new()
    {
        ["board"] = r.Image.Board.Id,
        ["images"] = r.Result.Images,
        ["correct"] = r.Result.Correct,
        ["sameBytes"] = r.Result.SameBytes,
        ["engineBytes"] = r.Image.CoreBytes,
        ["firmwareBytes"] = r.Image.EngineBytes,
        ["modelBytes"] = r.Image.ModelBytes,
        ["arenaBytes"] = r.Image.ArenaBytes,
        ["stackBytes"] = r.Image.StackBytes,
        ["stackUsed"] = r.Result.Information.StackUsed,
        ["ramBytes"] = r.Image.RamBytes,
        [r.IsEmulated ? "instructions" : "clocks"] = Math.Round(r.Cost),
        ["perMac"] = Math.Round(r.Cost / r.Macs, 2),
    };

    private static void Show(Terminal terminal, List<Row> rows)
    {
        terminal.Out.WriteLine("| board | core | same bytes | top-1 | engine | start-up, protocol | model | working memory | stack, used (bound) | RAM | instructions an inference | per MAC |");
        terminal.Out.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (Row r in rows)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| `{r.Image.Board.Id}` | {r.Image.Board.Core.Type} | {r.Result.SameBytes} of {r.Result.Images} | {r.Result.Top1:F1} % | {r.Image.CoreBytes:N0} | {r.Image.EngineBytes - r.Image.CoreBytes:N0} | {r.Image.ModelBytes:N0} | {r.Image.ArenaBytes:N0} | {r.Result.Information.StackUsed:N0} ({r.Image.StackBytes:N0}) | {r.Image.RamBytes:N0} | {r.Cost:N0}{(r.IsEmulated ? "" : " clocks")} | {r.Cost / r.Macs:F1} |"));
        }
    }

    private sealed record Row(FirmwareImage Image, BoardResult Result, long Macs, bool IsEmulated)
    {
        /// <summary>Instructions of an inference on an emulator, clocks on a real board.</summary>
        public double Cost => IsEmulated ? EmulatedBoard.Instructions(Result.Clocks, Result.Information.ClockHz) : Result.Clocks;
    }
}
