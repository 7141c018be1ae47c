using System;

namespace EdgeRuntime.Devices.Pins;

/// <summary>A pin that switches something; disposing switches it off and releases it.</summary>
public interface IDigitalOutput : IDisposable
{
    /// <summary>Switches on or off.</summary>
    /// <exception cref="DeviceException">The pin cannot be written.</exception>
    public void Write(bool on);
}
