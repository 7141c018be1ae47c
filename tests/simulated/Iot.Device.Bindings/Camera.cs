using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace Iot.Device.Camera.Settings
{
    public static class ProcessSettingsFactory
    {
        public static Iot.Device.Common.ProcessSettings CreateForLibcameravid() => new() { Filename = "libcamera-vid" };
    }

    public class CommandOptionsBuilder
    {
        private readonly List<string> arguments = [];

        public CommandOptionsBuilder(bool includeOutputToStdio = true)
        {
            if (includeOutputToStdio) arguments.Add("--output -");
        }

        public string[] GetArguments() => [.. arguments];

        public CommandOptionsBuilder WithContinuousStreaming(int ms = 0) => With($"--timeout {ms}", "--flush");

        public CommandOptionsBuilder WithResolution(int width, int height) => With($"--width {width}", $"--height {height}");

        public CommandOptionsBuilder WithMJPEGVideoOptions(int quality) => With("--codec mjpeg", $"--quality {quality}");

        private CommandOptionsBuilder With(params string[] more)
        {
            arguments.AddRange(more);
            return this;
        }
    }
}

namespace Iot.Device.Common
{
    public class ProcessSettings
    {
        public string Filename { get; set; } = "";
    }

    /// <summary>Runs a program that a test puts on PATH; reads its output only, as the package does.</summary>
    public class ProcessRunner(ProcessSettings processSettings) : IDisposable
    {
        private Process? process;

        public Task<Task> ContinuousRunAsync(string[] arguments, Stream? target) => Task.FromResult(Run(string.Join(' ', arguments), target!));

        public void Dispose()
        {
            if (process is { HasExited: false }) process.Kill(true);
            GC.SuppressFinalize(this);
        }

        private async Task Run(string arguments, Stream target)
        {
            process = Process.Start(new ProcessStartInfo(processSettings.Filename, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.StandardOutput.BaseStream.CopyToAsync(target);
            await process.WaitForExitAsync();
        }
    }
}
