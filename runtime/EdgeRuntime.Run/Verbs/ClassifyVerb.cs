using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Pins;
using EdgeRuntime.Run.Live;

namespace EdgeRuntime.Run.Verbs;

/// <summary>Classifies what a camera sees and switches a pin, until it is stopped or the source ends.</summary>
internal sealed class ClassifyVerb : Verb
{
    public override string Name => "classify";

    public override string Usage
        => "--model M.erm --camera /dev/videoN|libcamera|folder:DIR|loop:DIR [--size 640x480] [--format yuyv|nv12|rgb24|mjpeg] [--labels FILE] [--on CLASS --pin N] [--threshold T] [--off T] [--smooth SHARE] "
        + "[--button N] [--every MS] [--frames N] [--resize area|bilinear] [--fit crop|stretch] [--http [ADDRESS:]PORT] [--json]";

    public override IReadOnlyList<string> Options
        => ["--camera", "--size", "--format", "--labels", "--on", "--pin", "--threshold", "--off", "--smooth", "--button", "--every", "--frames", "--resize", "--fit", "--http"];

    public override int Run(Arguments arguments, IHardware hardware, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        NothingElse(arguments);
        Resampling resampling = arguments.Choice("--resize", "area", "bilinear") == "area" ? Resampling.Area : Resampling.Bilinear;
        CameraRequest camera = new(arguments.Required("--camera"), arguments.Size("--size"), Format(arguments));
        using Classifier classifier = new(arguments.Required("--model"), arguments.Text("--labels"), resampling, arguments.Choice("--fit", "crop", "stretch") == "crop");
        TimeSpan pause = TimeSpan.FromMilliseconds(arguments.Whole("--every", 0, 0, 86_400_000));
        int limit = arguments.Whole("--frames", int.MaxValue, 1, int.MaxValue);
        using ServiceNotifier service = new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));
        using ClassSwitch? control = Switch(arguments, hardware, classifier);
        using IDigitalInput? button = arguments.Has("--button") ? hardware.OpenButton(arguments.Whole("--button", 0, 0, 1023)) : null;
        string[] names = [.. Enumerable.Range(0, classifier.Classes).Select(classifier.NameOf)];
        using LiveServer? server = arguments.Text("--http") is { } address ? LiveServer.Start(address, Path.GetFileName(arguments.Required("--model")), names, errors) : null;
        using IFrameSource source = Camera(camera, hardware, service, errors);
        ClassifyLoop loop = new()
        {
            Classifier = classifier,
            Source = source,
            Service = service,
            Smoother = new ScoreSmoother(classifier.Classes, Share(arguments)),
            Control = control,
            Button = button,
            View = server?.View,
            Hardware = hardware,
            Line = new FrameLine(output, arguments.Has("--json"), names),
            Pause = pause,
            Report = Reconnects(camera.Name) ? message => errors.WriteLine($"edge-run: {message}") : null,
        };
        loop.Run(limit, stop);
        return 0;
    }

    private static float Share(Arguments arguments) => arguments.Real("--smooth", 0.4f, 0.001f, 1);

    private static FrameFormat? Format(Arguments arguments) => arguments.Choice("--format", "any", "yuyv", "nv12", "rgb24", "mjpeg") switch
    {
        "yuyv" => FrameFormat.Yuyv,
        "nv12" => FrameFormat.Nv12,
        "rgb24" => FrameFormat.Rgb24,
        "mjpeg" => FrameFormat.Mjpeg,
        _ => null,
    };

    /// <summary>A camera may come back; a folder that fails will not.</summary>
    private static bool Reconnects(string name) => name.StartsWith("/dev/", StringComparison.Ordinal) || !name.Contains(':', StringComparison.Ordinal);

    private static IFrameSource Camera(CameraRequest request, IHardware hardware, ServiceNotifier service, TextWriter errors)
    {
        IFrameSource first = hardware.OpenCamera(request);
        if (!Reconnects(request.Name)) return first;
        return new ReconnectingSource(() => hardware.OpenCamera(request), message => errors.WriteLine($"edge-run: {message}"), Wait, first);

        void Wait(TimeSpan time, CancellationToken stop)
        {
            if (!service.Wait(time, stop)) throw new OperationCanceledException(stop);
        }
    }

    private static ClassSwitch? Switch(Arguments arguments, IHardware hardware, Classifier classifier)
    {
        if (!arguments.Has("--on") && !arguments.Has("--pin")) return null;
        int watched = classifier.IndexOf(arguments.Required("--on"));
        arguments.Required("--pin");
        int pin = arguments.Whole("--pin", 0, 0, 1023);
        float on = arguments.Real("--threshold", 0.6f, -1e6f, 1e6f);
        float off = arguments.Real("--off", on - Math.Abs(on) * 0.2f, -1e6f, on);
        IDigitalOutput output = hardware.OpenPin(pin);
        try
        {
            return new ClassSwitch(output, classifier.Classes, watched, Share(arguments), on, off);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }
}
