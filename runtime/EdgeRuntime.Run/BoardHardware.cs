using System;

using EdgeRuntime.Devices.Adapters;
using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Pins;

namespace EdgeRuntime.Run;

/// <summary>The cameras and pins of the machine the program runs on.</summary>
internal sealed class BoardHardware : IHardware
{
    private const string Folder = "folder:";

    public IFrameSource OpenCamera(string name)
        => name.StartsWith(Folder, StringComparison.Ordinal) ? new FolderFrameSource(name[Folder.Length..]) : new VideoDeviceSource(name);

    public IDigitalOutput OpenPin(int number)
    {
        GpioPins pins = new();
        try
        {
            return new OwnedOutput(pins.OpenOutput(number), pins);
        }
        catch
        {
            pins.Dispose();
            throw;
        }
    }

    private sealed class OwnedOutput(IDigitalOutput output, GpioPins pins) : IDigitalOutput
    {
        public void Write(bool on) => output.Write(on);

        public void Dispose()
        {
            output.Dispose();
            pins.Dispose();
        }
    }
}
