using System;
using System.Device.Gpio;
using System.IO;

using EdgeRuntime.Devices.Pins;

namespace EdgeRuntime.Devices.Adapters;

/// <summary>What keeps an input at rest while nothing drives it.</summary>
public enum Pull
{
    /// <summary>Nothing on the board's side.</summary>
    None,

    /// <summary>Resistor to the supply: the button connects to ground, pressed is low.</summary>
    Up,

    /// <summary>Resistor to ground: the button connects to the supply, pressed is high.</summary>
    Down,
}

/// <summary>The general-purpose pins of the board, by their logical (GPIO) numbers.</summary>
public sealed class GpioPins : IDisposable
{
    private readonly GpioController controller;

    /// <summary>Opens the board's controller.</summary>
    /// <exception cref="DeviceException">There is none, or it may not be used.</exception>
    public GpioPins()
    {
        DevicePackages.Require("the pins");
        controller = Guarded("the pins", () => new GpioController());
    }

    /// <summary>Opens a pin to switch something; it is off.</summary>
    /// <param name="pin">Logical number.</param>
    /// <param name="activeLow">On is the low level.</param>
    /// <exception cref="DeviceException">The pin does not exist, is in use or may not be used.</exception>
    public IDigitalOutput OpenOutput(int pin, bool activeLow = false)
        => new Output(pin, activeLow, Guarded($"pin {pin}", () => controller.OpenPin(pin, PinMode.Output, activeLow)));

    /// <summary>Opens a pin with a button.</summary>
    /// <param name="pin">Logical number.</param>
    /// <param name="pull">With <see cref="Pull.Up"/> the low level means pressed.</param>
    /// <exception cref="DeviceException">The pin does not exist, is in use or may not be used.</exception>
    public IDigitalInput OpenInput(int pin, Pull pull = Pull.Up)
    {
        PinMode mode = pull == Pull.Up ? PinMode.InputPullUp : pull == Pull.Down ? PinMode.InputPullDown : PinMode.Input;
        return new Input(pin, pull == Pull.Up, Guarded($"pin {pin}", () => controller.OpenPin(pin, mode)));
    }

    /// <summary>Closes the controller; dispose the pins before.</summary>
    public void Dispose() => controller.Dispose();

    private static T Guarded<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DeviceException($"{what} cannot be used, permission was denied; add the user to the group gpio and log in again", e);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or NotSupportedException or ArgumentException or DllNotFoundException)
        {
            throw new DeviceException($"{what} cannot be used ({e.Message}); check the number and that no other program holds it", e);
        }
    }

    private sealed class Output(int number, bool activeLow, GpioPin pin) : IDigitalOutput
    {
        private bool disposed;

        public void Write(bool on) => Guarded($"pin {number}", () =>
        {
            pin.Write(on != activeLow);
            return on;
        });

        public void Dispose()
        {
            if (disposed) return;
            disposed = true;
            try
            {
                Write(false);
            }
            finally
            {
                pin.Dispose();
            }
        }
    }

    private sealed class Input(int number, bool activeLow, GpioPin pin) : IDigitalInput
    {
        public bool Read() => Guarded($"pin {number}", () => (bool)pin.Read() != activeLow);

        public void Dispose() => pin.Dispose();
    }
}
