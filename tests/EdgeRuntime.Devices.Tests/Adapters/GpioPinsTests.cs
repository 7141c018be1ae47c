using System;
using System.IO;

using EdgeRuntime.Devices.Adapters;
using EdgeRuntime.Devices.Pins;

using Xunit;

namespace EdgeRuntime.Devices.Tests.Adapters;

public sealed class GpioPinsTests : IDisposable
{
    private readonly SimulatedDevices devices = new();

    public void Dispose() => devices.Dispose();

    [Fact]
    public void AnOutputIsOffWhenOpenedAndWhenReleased()
    {
        using (GpioPins pins = new())
        {
            using IDigitalOutput led = pins.OpenOutput(17);
            led.Write(true);
        }

        Assert.Equal(["17 opened Output", "17 low", "17 high", "17 low", "17 closed", "chip closed"], devices.Pins);
    }

    [Fact]
    public void AnActiveLowOutputIsHighWhileItIsOff()
    {
        using (GpioPins pins = new())
        {
            using IDigitalOutput relay = pins.OpenOutput(4, activeLow: true);
            relay.Write(true);
        }

        Assert.Equal(["4 opened Output", "4 high", "4 low", "4 high", "4 closed", "chip closed"], devices.Pins);
    }

    [Fact]
    public void APulledUpButtonIsPressedWhenLow()
    {
        using GpioPins pins = new();
        using IDigitalInput button = pins.OpenInput(27);
        Assert.False(button.Read());
        devices.Write("pin27", "0"u8);
        Assert.True(button.Read());
        using IDigitalInput other = pins.OpenInput(22, Pull.Down);
        Assert.False(other.Read());
        devices.Write("pin22", "1"u8);
        Assert.True(other.Read());
        Assert.Equal("22 opened InputPullDown", devices.Pins[^1]);
    }

    [Fact]
    public void AFailureIsOneSentenceThatSaysWhatToDo()
    {
        devices.Write("pin17.busy", []);
        using (GpioPins pins = new())
        {
            Assert.Equal("pin 17 cannot be used (Could not request line 17: Device or resource busy); check its number and that no other program holds it", Message(() => pins.OpenOutput(17)));
            string wrong = Message(() => pins.OpenOutput(99));
            Assert.StartsWith("pin 99 does not exist on this board", wrong);
            Assert.EndsWith("give the GPIO number, not the place on the header", wrong);
        }

        devices.Write("denied", []);
        Assert.Equal("the pins of this machine may not be used, permission for /dev/gpiochip0 was denied; add the user with 'sudo usermod -aG gpio USER' and log in again", Message(() => new GpioPins()));
        File.Delete(devices.At("denied"));
        Environment.SetEnvironmentVariable("EDGE_SIMULATED_DEVICES", null);
        Assert.SkipWhen(File.Exists("/dev/gpiochip0"), "this machine has pins");
        Assert.Equal("the pins of this machine cannot be used, there is no /dev/gpiochip0; use a board with pins, or leave --pin and --button out", Message(() => new GpioPins()));
    }

    private static string Message(Func<object> action) => Assert.Throws<DeviceException>(action).Message;
}
