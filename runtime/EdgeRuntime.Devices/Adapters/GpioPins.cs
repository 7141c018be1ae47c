using System;
using System.Device.Gpio;

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
    private const string Chip = "/dev/gpiochip0";

    private readonly GpioController controller;

    /// <summary>Opens the board's controller.</summary>
    /// <exception cref="DeviceException">There is none, or it may not be used.</exception>
    public GpioPins()
    {
        DevicePackages.Require("the pins");
        try
        {
            controller = new GpioController();
        }
        catch (Exception e)
        {
            // Whatever the driver of this board throws.
            throw DeviceFile.Explain(e, Chip, "the pins of this machine", "use a board with pins, or leave --pin and --button out", "gpio");
        }
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
        catch (ArgumentException e)
        {
            throw new DeviceException($"{what} does not exist on this board ({e.Message.TrimEnd('.')}); give the GPIO number, not the place on the header", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw DeviceFile.Explain(e, Chip, what, "use a board with pins", "gpio");
        }
        catch (Exception e)
        {
            // Drivers throw exceptions of their own, too.
            throw new DeviceException($"{what} cannot be used ({e.Message.TrimEnd('.')}); check its number and that no other program holds it", e);
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
