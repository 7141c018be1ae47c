using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Converter.Boards;

/// <summary>What a model needs of a kind of memory, and what a board has.</summary>
/// <param name="Kind">flash or ram.</param>
/// <param name="Needed">Bytes.</param>
/// <param name="Available">Bytes.</param>
/// <param name="Parts">What the need is made of, in words.</param>
public sealed record MemoryNeed(string Kind, long Needed, long Available, string Parts)
{
    /// <summary>Whether it suffices.</summary>
    public bool Fits => Needed <= Available;
}

/// <summary>Whether a model fits a board.</summary>
public sealed record BoardFit(Board Board, IReadOnlyList<MemoryNeed> Memory)
{
    // The published program is 2.5 to 3.5 MB; the rest is for device packages.
    private const long LinuxProgram = 6_000_000;
    // Program, runtime and the buffers of frames of 640 x 480.
    private const long LinuxProcess = 24_000_000;
    // The system itself, on Raspberry Pi OS Lite.
    private const long LinuxSystem = 150_000_000;
    private const long LinuxDisk = 4_000_000_000;
    private const long BareProgram = 16 * 1024;
    private const long BareStack = 4 * 1024;

    /// <summary>Whether all of it suffices.</summary>
    public bool Fits => Memory.All(m => m.Fits);

    /// <summary>Compares the needs of <paramref name="model"/> with <paramref name="board"/>.</summary>
    public static BoardFit Of(Model model, Board board)
    {
        long file = model.FileLength, arenas = model.ArenaBytes;
        if (!board.Runs(BoardSystem.Linux))
        {
            return new BoardFit(board,
            [
                new MemoryNeed(MemoryRegion.FlashKind, BareProgram + file, board.Flash.Bytes, $"engine about {BareProgram:N0}, model {file:N0}"),
                new MemoryNeed(MemoryRegion.RamKind, BareStack + arenas, board.Ram.Bytes, $"stack about {BareStack:N0}, arenas {arenas:N0}"),
            ]);
        }

        // At most a float a weight, when fast layouts are prepared.
        long prepared = OperationInfo.Of(model).Sum(o => 4L * o.Weights.Rows * o.Weights.RowLength);
        return new BoardFit(board,
        [
            new MemoryNeed(MemoryRegion.FlashKind, LinuxDisk + 2 * (LinuxProgram + file), board.Flash.Bytes, $"system about {LinuxDisk:N0}, two slots of program about {LinuxProgram:N0} and model {file:N0}"),
            new MemoryNeed(MemoryRegion.RamKind, LinuxSystem + LinuxProcess + file + arenas + prepared, board.Ram.Bytes,
                $"system about {LinuxSystem:N0}, program with frames about {LinuxProcess:N0}, model {file:N0}, arenas {arenas:N0}, prepared weights at most {prepared:N0}"),
        ]);
    }
}
