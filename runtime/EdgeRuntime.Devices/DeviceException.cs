using System;

namespace EdgeRuntime.Devices;

/// <summary>A camera, a pin or a frame cannot be used; the message is one sentence that says what to do.</summary>
public sealed class DeviceException : Exception
{
    public DeviceException(string message) : base(message)
    {
    }

    public DeviceException(string message, Exception inner) : base(message, inner)
    {
    }
}
