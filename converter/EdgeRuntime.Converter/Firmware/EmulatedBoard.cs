using System;
using System.Diagnostics;
using EdgeRuntime.Converter.Boards;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>An image running on a board's emulator, its serial line connected to this process. One instruction takes one nanosecond of the board's time.</summary>
public sealed class EmulatedBoard : IDisposable
{
    private const double InstructionsPerSecond = 1e9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;

    /// <summary>Starts the emulator; it ends with <see cref="Dispose"/>.</summary>
    /// <exception cref="ConversionException">The board has no emulator, or it is not installed.</exception>
    public EmulatedBoard(Board board, string elf)
    {
        BoardEmulator emulator = board.Emulator ?? throw new ConversionException($"{board.Id} has no emulator; flash the image and name its serial port with --port");
        Tool.Require($"emulating {board.Id}", emulator.Program);
        process = Process.Start(new ProcessStartInfo(emulator.Program,
            [.. emulator.Arguments, "-display", "none", "-monitor", "none", "-serial", "stdio", "-icount", "shift=0", "-kernel", elf])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginErrorReadLine();
        Link = new DeviceLink(process.StandardOutput.BaseStream, process.StandardInput.BaseStream, Patience);
    }

    /// <summary>The serial line.</summary>
    public DeviceLink Link { get; }

    /// <summary>Instructions that the emulator executes in <paramref name="ticks"/> clocks of a core of <paramref name="clockHz"/>.</summary>
    public static double Instructions(double ticks, long clockHz) => ticks * InstructionsPerSecond / clockHz;

    public void Dispose()
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }

        Link.Dispose();
        process.Dispose();
    }
}
