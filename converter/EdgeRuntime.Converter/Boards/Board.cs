using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Serialization;

namespace EdgeRuntime.Converter.Boards;

/// <summary>A board as its board.json describes it; boards/board.schema.json says what each property means.</summary>
public sealed record Board
{
    /// <summary>The schema that the file names.</summary>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "";

    /// <summary>Name of the folder, and of the board on the command line.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What the engine runs on there: some of <see cref="BoardSystem"/>.</summary>
    public required IReadOnlyList<string> Systems { get; init; }

    /// <summary>The processor.</summary>
    public required BoardCore Core { get; init; }

    /// <summary>Memory regions; the first of each kind is where an image and its data go.</summary>
    public required IReadOnlyList<MemoryRegion> Memory { get; init; }

    /// <summary>Linux: what to publish for, such as linux-arm64.</summary>
    public string? RuntimeIdentifier { get; init; }

    /// <summary>Bare metal: the port that the protocol runs on.</summary>
    public BoardSerial? Serial { get; init; }

    /// <summary>The program that stands in for the board, when there is one.</summary>
    public BoardEmulator? Emulator { get; init; }

    /// <summary>Ways to write an image, the preferred one first.</summary>
    public IReadOnlyList<FlashTool> Flashing { get => field ?? []; init; }

    /// <summary>Firmware and limits under nanoFramework.</summary>
    public NanoFrameworkTarget? NanoFramework { get; init; }

    /// <summary>Cameras that fit.</summary>
    public string Camera { get => field ?? ""; init; }

    /// <summary>Pins of the example wiring.</summary>
    public BoardGpio? Gpio { get; init; }

    /// <summary>Where an image goes.</summary>
    public MemoryRegion Flash => Memory.First(r => r.Kind == MemoryRegion.FlashKind);

    /// <summary>Where stack, data and arenas go.</summary>
    public MemoryRegion Ram => Memory.First(r => r.Kind == MemoryRegion.RamKind);

    /// <summary>Whether the engine runs there on <paramref name="system"/>.</summary>
    public bool Runs(string system) => Systems.Contains(system);
}

/// <summary>What the engine can run on.</summary>
public static class BoardSystem
{
    public const string BareMetal = "bare-metal";
    public const string NanoFramework = "nanoframework";
    public const string Linux = "linux";
}

/// <summary>The processor: core, how many, instruction set features, highest clock, and the clock after reset (0: unknown).</summary>
public sealed record BoardCore(string Type, int Count, IReadOnlyList<string> Features, long ClockHz, long ResetClockHz = 0)
{
    /// <summary>Whether it has <paramref name="feature"/>, such as fpu-single.</summary>
    public bool Has(string feature) => Features.Contains(feature);
}

/// <summary>A memory region: its size in bytes and, unless an operating system manages it, its address.</summary>
public sealed record MemoryRegion(string Name, string Kind, long Bytes, string? Origin = null)
{
    public const string FlashKind = "flash";
    public const string RamKind = "ram";

    /// <summary><see cref="Origin"/> as a number.</summary>
    public uint Address => Hexadecimal.Parse(Origin);
}

/// <summary>A serial port: the driver's file name, register address, speed and pins.</summary>
public sealed record BoardSerial(string Driver, string Address, int Baud, string Pins);

/// <summary>An emulator and the arguments that choose the board.</summary>
public sealed record BoardEmulator(string Program, IReadOnlyList<string> Arguments);

/// <summary>A flashing program; its arguments may hold {elf}, {bin}, {hex}, {uf2} and {origin}.</summary>
public sealed record FlashTool(string Tool, IReadOnlyList<string> Arguments, string Note = "");

/// <summary>Name of the firmware, bytes of its deployment region and file system, and the commands that fill them.</summary>
public sealed record NanoFrameworkTarget(string Target, long DeploymentBytes, IReadOnlyList<string> Commands, long FileSystemBytes = 0);

/// <summary>The output pin of the example wiring; on Linux the number of its GPIO chip.</summary>
public sealed record BoardGpio(string Output, int Chip = 0, string Note = "");

internal static class Hexadecimal
{
    /// <summary>0x and eight digits as a number; 0 for null.</summary>
    public static uint Parse(string? text) => text is null ? 0u : uint.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
