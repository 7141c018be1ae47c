using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Pins;

namespace EdgeRuntime.Run;

/// <summary>What the program reaches outside itself.</summary>
internal interface IHardware
{
    /// <summary>Opens folder:DIR or /dev/videoN.</summary>
    /// <exception cref="Devices.DeviceException">It cannot be opened.</exception>
    public IFrameSource OpenCamera(string name);

    /// <summary>Opens a pin by its logical number; it is off.</summary>
    /// <exception cref="Devices.DeviceException">It cannot be opened.</exception>
    public IDigitalOutput OpenPin(int number);
}
