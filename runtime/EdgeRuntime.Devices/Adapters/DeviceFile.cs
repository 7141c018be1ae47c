using System;
using System.IO;

using Microsoft.Win32.SafeHandles;

namespace EdgeRuntime.Devices.Adapters;

/// <summary>Says in one sentence why a device could not be opened, where a package only knows a number.</summary>
internal static class DeviceFile
{
    /// <summary>The sentence for a failure, found by opening the device file once more.</summary>
    /// <param name="failure">What the package threw.</param>
    /// <param name="path">As in /dev/video0.</param>
    /// <param name="what">The device in a sentence.</param>
    /// <param name="missing">What to do when there is none.</param>
    /// <param name="group">The group that may use it.</param>
    public static DeviceException Explain(Exception failure, string path, string what, string missing, string group)
    {
        DeviceException Denied(Exception e) => new($"{what} may not be used, permission for {path} was denied; add the user with 'sudo usermod -aG {group} USER' and log in again", e);
        if (failure is UnauthorizedAccessException) return Denied(failure);
        try
        {
            using SafeFileHandle opened = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException e)
        {
            return Denied(e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new DeviceException($"{what} cannot be used, there is no {path}; {missing}", e);
        }
        catch (IOException e)
        {
            return new DeviceException($"{what} cannot be used, {path} is busy or failed ({e.Message}); close other programs that use it", e);
        }

        return new DeviceException($"{what} cannot be used ({failure.Message.TrimEnd('.')}); close other programs that use it", failure);
    }
}
