using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EdgeRuntime.Converter.Boards;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>The parts of an image that follow from board.json and the models: linker script, C header, model slots.</summary>
public static partial class BoardFiles
{
    /// <summary>The regions FLASH and RAM, then the common layout.</summary>
    public static string LinkerScript(Board board) => string.Create(CultureInfo.InvariantCulture,
        $"""
        /* Made from the board description of {board.Id}. */
        MEMORY {"{"}
          FLASH : ORIGIN = {board.Flash.Origin}, LENGTH = {board.Flash.Bytes}
          RAM : ORIGIN = {board.Ram.Origin}, LENGTH = {board.Ram.Bytes}
        {"}"}
        INCLUDE image.ld

        """);

    /// <summary>Constants for the serial driver.</summary>
    /// <exception cref="ConversionException">The board's pins are written in another form.</exception>
    public static string Header(Board board)
    {
        BoardSerial serial = board.Serial!;
        Match pins = Pins().Match(serial.Pins);
        StringBuilder text = new();
        void Define(string name, string value) => text.Append("#define ").Append(name).Append(' ').Append(value).Append('\n');
        Define("CLOCK_HZ", board.Core.ResetClockHz + "u");
        Define("SERIAL_ADDRESS", serial.Address + "u");
        Define("SERIAL_BAUD", serial.Baud + "u");
        if (!pins.Success) return text.ToString();
        Define("SERIAL_TX_PORT", $"{Port(pins.Groups[1].Value)}u");
        Define("SERIAL_TX_PIN", pins.Groups[2].Value + "u");
        Define("SERIAL_RX_PORT", $"{Port(pins.Groups[3].Value)}u");
        Define("SERIAL_RX_PIN", pins.Groups[4].Value + "u");
        if (pins.Groups[5].Success) Define("SERIAL_FUNCTION", pins.Groups[5].Value + "u");
        return text.ToString();
    }

    /// <summary>Declares the slots for serve.c.</summary>
    public static string ModelsHeader(int count) =>
        $"#include <stdint.h>\ntypedef struct {{ const uint8_t *bytes; uint32_t length; }} model_slot;\nextern const model_slot models[];\nenum {{ MODEL_COUNT = {count} }};\n";

    /// <summary>The slots: a table, then the files as they are, each at a multiple of 16 bytes.</summary>
    public static string ModelsAssembly(IReadOnlyList<string> paths)
    {
        StringBuilder text = new(".section .models,\"a\"\n.balign 4\n.global models\nmodels:\n");
        for (int i = 0; i < paths.Count; i++) text.Append(CultureInfo.InvariantCulture, $"  .word model{i}, model{i}_end - model{i}\n");
        for (int i = 0; i < paths.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $".balign 16\n.global model{i}\nmodel{i}: .incbin \"{paths[i].Replace("\\", "\\\\").Replace("\"", "\\\"")}\"\nmodel{i}_end:\n");
        return text.ToString();
    }

    private static int Port(string letter) => letter.Length == 0 ? 0 : letter[0] - 'A';

    /// <summary>Such as "TX PA9, RX PB7, AF7" on STM32 and "TX 0, RX 1" elsewhere.</summary>
    [GeneratedRegex(@"TX (?:P([A-K]))?(\d+), RX (?:P([A-K]))?(\d+)(?:, AF(\d+))?")]
    private static partial Regex Pins();
}
