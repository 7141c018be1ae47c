using System;

namespace EdgeRuntime.Devices.Pins;

/// <summary>A pin with a button or a sensor; disposing releases it.</summary>
public interface IDigitalInput : IDisposable
{
    /// <summary>True while the button is pressed.</summary>
    /// <exception cref="DeviceException">The pin cannot be read.</exception>
    public bool Read();
}
