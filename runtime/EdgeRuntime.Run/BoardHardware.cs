using System;
using System.Buffers.Text;
using System.IO;

using EdgeRuntime.Devices.Adapters;
using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Pins;

using Microsoft.Win32.SafeHandles;

namespace EdgeRuntime.Run;

/// <summary>The cameras, pins and thermometer of the machine the program runs on.</summary>
internal sealed class BoardHardware : IHardware, IDisposable
{
    private const string Folder = "folder:", Loop = "loop:";
    private const string Module = "libcamera";
    private const string Thermometer = "/sys/class/thermal/thermal_zone0/temp";

    private GpioPins? pins;

    public float Temperature
    {
        get
        {
            Span<byte> text = stackalloc byte[16];
            try
            {
                using SafeFileHandle file = File.OpenHandle(Thermometer);
                return Utf8Parser.TryParse(text[..RandomAccess.Read(file, text, 0)], out int thousandths, out _) ? thousandths / 1000f : float.NaN;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                return float.NaN;
            }
        }
    }

    public IFrameSource OpenCamera(CameraRequest request)
    {
        if (request.Name.StartsWith(Folder, StringComparison.Ordinal)) return new FolderFrameSource(request.Name[Folder.Length..]);
        if (request.Name.StartsWith(Loop, StringComparison.Ordinal)) return new FolderFrameSource(request.Name[Loop.Length..], repeat: true);
        return request.Name == Module ? new LibcameraSource(request.Size) : new VideoDeviceSource(request.Name, request.Size, request.Format);
    }

    public IDigitalOutput OpenPin(int number) => (pins ??= new GpioPins()).OpenOutput(number);

    public IDigitalInput OpenButton(int number) => (pins ??= new GpioPins()).OpenInput(number);

    public void Dispose() => pins?.Dispose();
}
