using System.Globalization;
using System.IO;

namespace System.Device.Gpio;

public enum PinMode
{
    Input,
    Output,
    InputPullDown,
    InputPullUp,
}

public readonly struct PinValue(bool high)
{
    private readonly bool high = high;

    public static PinValue High => new(true);

    public static PinValue Low => new(false);

    public static implicit operator PinValue(bool value) => new(value);

    public static explicit operator bool(PinValue value) => value.high;

    public override string ToString() => high ? "high" : "low";
}

/// <summary>A pin whose events are lines of pins.log; an input reads 0 or 1 from the file pinN.</summary>
public class GpioPin : IDisposable
{
    private readonly int number;
    private readonly bool rest;

    internal GpioPin(int number, bool rest)
    {
        this.number = number;
        this.rest = rest;
    }

    public virtual PinValue Read()
    {
        string file = Path.Combine(GpioController.Folder, string.Create(CultureInfo.InvariantCulture, $"pin{number}"));
        return File.Exists(file) ? File.ReadAllText(file).StartsWith('1') : rest;
    }

    public virtual void Write(PinValue value) => GpioController.Log($"{number} {value}");

    public void Dispose()
    {
        GpioController.Log($"{number} closed");
        GC.SuppressFinalize(this);
    }
}

/// <summary>A chip of 54 pins. A file "denied" in the folder stands for missing permission, "pinN.busy" for a pin that another program holds.</summary>
public class GpioController : IDisposable
{
    private const int Pins = 54;

    public GpioController()
    {
        if (Folder.Length == 0) throw new PlatformNotSupportedException("EDGE_SIMULATED_DEVICES names no folder");
        if (File.Exists(Path.Combine(Folder, "denied"))) throw new UnauthorizedAccessException("Access to /dev/gpiochip0 is denied");
    }

    internal static string Folder => Environment.GetEnvironmentVariable("EDGE_SIMULATED_DEVICES") ?? "";

    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        if (pinNumber is < 0 or >= Pins) throw new ArgumentException("The specified pin number is invalid.", nameof(pinNumber));
        if (File.Exists(Path.Combine(Folder, $"pin{pinNumber}.busy"))) throw new IOException($"Could not request line {pinNumber}: Device or resource busy");
        Log($"{pinNumber} opened {mode}");
        return new GpioPin(pinNumber, rest: mode == PinMode.InputPullUp);
    }

    public GpioPin OpenPin(int pinNumber, PinMode mode, PinValue initialValue)
    {
        GpioPin pin = OpenPin(pinNumber, mode);
        pin.Write(initialValue);
        return pin;
    }

    public void Dispose()
    {
        Log("chip closed");
        GC.SuppressFinalize(this);
    }

    internal static void Log(string line) => File.AppendAllText(Path.Combine(Folder, "pins.log"), line + "\n");
}
