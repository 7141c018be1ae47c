using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Pins;

namespace EdgeRuntime.Run;

/// <summary>What to ask a camera for.</summary>
/// <param name="Name">/dev/videoN, libcamera, folder:DIR, or loop:DIR for a folder again and again.</param>
/// <param name="Size">Columns and rows.</param>
/// <param name="Format">Pixel format; null takes the cheapest.</param>
internal sealed record CameraRequest(string Name, (int Width, int Height) Size, FrameFormat? Format);

/// <summary>What the program reaches outside itself.</summary>
internal interface IHardware
{
    /// <summary>Opens a camera.</summary>
    /// <exception cref="Devices.DeviceException">It cannot be opened.</exception>
    public IFrameSource OpenCamera(CameraRequest request);

    /// <summary>Opens a pin by its logical number; it is off.</summary>
    /// <exception cref="Devices.DeviceException">It cannot be opened.</exception>
    public IDigitalOutput OpenPin(int number);

    /// <summary>Opens a pin with a button to ground by its logical number.</summary>
    /// <exception cref="Devices.DeviceException">It cannot be opened.</exception>
    public IDigitalInput OpenButton(int number);

    /// <summary>Degrees Celsius of the processor; not a number when the machine does not say.</summary>
    public float Temperature { get; }
}
