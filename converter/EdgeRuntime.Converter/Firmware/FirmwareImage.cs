using System.Collections.Generic;
using EdgeRuntime.Converter.Boards;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>A built image.</summary>
/// <param name="Board">What it is for.</param>
/// <param name="Folder">Folder with firmware.elf, .bin and .hex, and .uf2 where the board takes it.</param>
/// <param name="Files">Names of the files of the image in that folder.</param>
/// <param name="EngineBytes">Flash that engine, start-up code and protocol take: everything but the models.</param>
/// <param name="CoreBytes">The engine's share of it.</param>
/// <param name="ModelBytes">Flash that the models take.</param>
/// <param name="StaticBytes">RAM of static data.</param>
/// <param name="StackBytes">RAM reserved for the stack.</param>
/// <param name="StackBound">Most stack that any path through the code can use, interrupt included.</param>
/// <param name="ArenaBytes">Working memory of the largest model.</param>
public sealed record FirmwareImage(
    Board Board, string Folder, IReadOnlyList<string> Files, int EngineBytes, int CoreBytes, int ModelBytes, int StaticBytes, int StackBytes, int StackBound, long ArenaBytes)
{
    /// <summary>All flash.</summary>
    public int FlashBytes => EngineBytes + ModelBytes;

    /// <summary>All RAM: the smallest chip it runs on has as much.</summary>
    public long RamBytes => StaticBytes + StackBytes + ArenaBytes;
}
