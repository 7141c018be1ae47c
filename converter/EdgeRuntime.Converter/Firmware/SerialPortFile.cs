using System;
using System.IO;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>Opens the serial port that a board is connected to.</summary>
public static class SerialPortFile
{
    /// <summary>A link at <paramref name="baud"/> bits a second, 8 data bits, no parity.</summary>
    /// <param name="path">/dev/ttyACM0 or COM3.</param>
    /// <param name="baud">Speed.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <exception cref="ConversionException">There is no such port, or it is in use.</exception>
    public static DeviceLink Open(string path, int baud, TimeSpan patience)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Tool.Succeed("mode", [$"{path}:", $"BAUD={baud}", "PARITY=N", "DATA=8", "STOP=1"]);
            else if (!File.Exists(path)) throw new ConversionException($"there is no serial port {path}; connect the board and look for it in /dev");
            else Tool.Succeed("stty", ["-F", path, $"{baud}", "raw", "-echo", "-crtscts"]);
            FileStream port = new(OperatingSystem.IsWindows() ? @"\\.\" + path : path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
            return new DeviceLink(port, port, patience);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"serial port {path} cannot be opened: {e.Message}; close what else uses it, or join the group dialout", e);
        }
    }
}
