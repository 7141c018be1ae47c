namespace EdgeRuntime.Devices.Adapters;

/// <summary>Whether this build can reach devices or was compiled against contracts only.</summary>
public static class DevicePackages
{
#if DEVICE_PACKAGES
    /// <summary>True: cameras and pins can be used.</summary>
    public static bool Present => true;
#else
    /// <summary>False: cameras and pins cannot be used.</summary>
    public static bool Present => false;
#endif

    /// <summary>Refuses to go on without the packages.</summary>
    /// <param name="what">The device asked for, as in "pin 17".</param>
    /// <exception cref="DeviceException">The packages are not part of this build.</exception>
    internal static void Require(string what)
    {
        if (!Present) throw new DeviceException($"{what} cannot be used, this program was built without device packages; publish it for the board with -p:UseDevicePackages=true");
    }
}
