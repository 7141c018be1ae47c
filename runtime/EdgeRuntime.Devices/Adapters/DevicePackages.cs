using System.Device.Gpio;

namespace EdgeRuntime.Devices.Adapters;

/// <summary>Whether this program can reach devices or was built against contracts only, whose version is 0.</summary>
public static class DevicePackages
{
    /// <summary>True: cameras and pins can be used.</summary>
    public static bool Present { get; } = typeof(GpioController).Assembly.GetName().Version is { Major: > 0 };

    /// <summary>Refuses to go on without the packages.</summary>
    /// <param name="what">The device asked for, as in "pin 17".</param>
    /// <exception cref="DeviceException">The packages are not part of this build.</exception>
    internal static void Require(string what)
    {
        if (!Present) throw new DeviceException($"{what} cannot be used, this program was built without device packages; publish it for the board with -p:UseDevicePackages=true");
    }
}
