namespace Iot.Device.Camera.Settings
{
    public static class ProcessSettingsFactory
    {
        public static Iot.Device.Common.ProcessSettings CreateForLibcameravid() => throw null!;
    }

    public class CommandOptionsBuilder
    {
        public CommandOptionsBuilder(bool includeOutputToStdio = true) => throw null!;

        public string[] GetArguments() => throw null!;

        public CommandOptionsBuilder WithContinuousStreaming(int ms = 0) => throw null!;

        public CommandOptionsBuilder WithResolution(int width, int height) => throw null!;

        public CommandOptionsBuilder WithMJPEGVideoOptions(int quality) => throw null!;
    }
}

namespace Iot.Device.Common
{
    public class ProcessSettings
    {
        public string Filename { get => throw null!; set => throw null!; }
    }

    public class ProcessRunner : System.IDisposable
    {
        public ProcessRunner(ProcessSettings processSettings) => throw null!;

        public System.Threading.Tasks.Task<System.Threading.Tasks.Task> ContinuousRunAsync(string[] arguments, System.IO.Stream? target) => throw null!;

        public void Dispose() => throw null!;
    }
}
