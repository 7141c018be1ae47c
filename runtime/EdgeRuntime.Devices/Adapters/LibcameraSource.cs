using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EdgeRuntime.Devices.Frames;

using Iot.Device.Camera.Settings;
using Iot.Device.Common;

namespace EdgeRuntime.Devices.Adapters;

/// <summary>Frames of the camera module of a Raspberry Pi, as motion JPEG from the camera program of its system (rpicam-vid, formerly libcamera-vid).</summary>
public sealed class LibcameraSource : IFrameSource
{
    private const int Quality = 85;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly JpegStream pictures = new();
    private readonly ProcessRunner runner;

    /// <summary>Starts the camera program.</summary>
    /// <param name="size">Columns and rows to ask for.</param>
    /// <exception cref="DeviceException">This build has no device packages, or the program is not installed.</exception>
    public LibcameraSource((int Width, int Height) size)
    {
        DevicePackages.Require("the camera module");
        ProcessSettings settings = ProcessSettingsFactory.CreateForLibcameravid();
        settings.Filename = OnPath("rpicam-vid") ?? OnPath(settings.Filename) ?? throw new DeviceException("the camera module cannot be used, rpicam-vid is not installed; run 'sudo apt-get install rpicam-apps'");
        string[] arguments = new CommandOptionsBuilder().WithContinuousStreaming().WithResolution(size.Width, size.Height).WithMJPEGVideoOptions(Quality).GetArguments();
        runner = new ProcessRunner(settings);
        // The package does not read what the program says of each frame, and a full pipe would stop it.
        _ = Run([.. arguments, "--nopreview", "--verbose 0"], settings.Filename);
    }

    /// <inheritdoc/>
    public bool Read(VideoFrame frame, CancellationToken stop)
    {
        pictures.Take(frame, Patience, stop);
        return true;
    }

    /// <summary>Stops the camera program.</summary>
    public void Dispose()
    {
        runner.Dispose();
        pictures.Dispose();
    }

    private async Task Run(string[] arguments, string program)
    {
        try
        {
            await (await runner.ContinuousRunAsync(arguments, pictures).ConfigureAwait(false)).ConfigureAwait(false);
            pictures.Fail($"{program} ended, so there is no camera or another program uses it; check the cable with '{program.Replace("-vid", "-hello", StringComparison.Ordinal)} --list-cameras'");
        }
        catch (Exception e)
        {
            // Whatever ends the task must reach the reader.
            pictures.Fail(string.Create(CultureInfo.InvariantCulture, $"{program} stopped ({e.Message.TrimEnd('.')}); check the cable of the camera"));
        }
    }

    private static string? OnPath(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))) ? program : null;
}
