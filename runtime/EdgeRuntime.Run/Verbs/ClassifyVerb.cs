using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;

using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Pins;

namespace EdgeRuntime.Run.Verbs;

/// <summary>Classifies what a camera sees and switches a pin, until it is stopped or the source ends.</summary>
internal sealed class ClassifyVerb : Verb
{
    public override string Name => "classify";

    public override string Usage
        => "--model M.erm --camera folder:DIR|/dev/videoN [--labels FILE] [--on CLASS --pin N] [--threshold T] [--off T] [--smooth SHARE] [--every MS] [--frames N] [--resize area|bilinear] [--fit crop|stretch] [--json]";

    public override IReadOnlyList<string> Options => ["--camera", "--labels", "--on", "--pin", "--threshold", "--off", "--smooth", "--every", "--frames", "--resize", "--fit"];

    public override int Run(Arguments arguments, IHardware hardware, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        NothingElse(arguments);
        Resampling resampling = arguments.Choice("--resize", "area", "bilinear") == "area" ? Resampling.Area : Resampling.Bilinear;
        string camera = arguments.Required("--camera");
        int pause = arguments.Whole("--every", 0, 0, 86_400_000), limit = arguments.Whole("--frames", int.MaxValue, 1, int.MaxValue);
        using Classifier classifier = new(arguments.Required("--model"), arguments.Text("--labels"), resampling, arguments.Choice("--fit", "crop", "stretch") == "crop");
        ScoreSmoother smoother = new(classifier.Classes, Share(arguments));
        using ClassSwitch? control = Switch(arguments, hardware, classifier);
        using IFrameSource source = Camera(camera, hardware, errors);
        VideoFrame frame = new();
        for (int number = 1; number <= limit && source.Read(frame, stop); number++)
        {
            long begin = Stopwatch.GetTimestamp();
            ReadOnlySpan<float> scores = classifier.Classify(frame);
            double milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            bool switched = control != null && control.Update(scores);
            ReadOnlySpan<float> smooth = smoother.Update(scores);
            int best = Classifier.Best(smooth);
            Write(arguments.Has("--json"), output, number, classifier.NameOf(best), smooth[best], milliseconds, control, switched);
            if (pause > 0 && stop.WaitHandle.WaitOne(pause)) break;
        }

        return 0;
    }

    private static float Share(Arguments arguments) => arguments.Real("--smooth", 0.4f, 0.001f, 1);

    /// <summary>A camera may come back; a folder that fails will not.</summary>
    private static IFrameSource Camera(string name, IHardware hardware, TextWriter errors)
        => name.StartsWith("/dev/", StringComparison.Ordinal)
            ? new ReconnectingSource(hardware.OpenCamera(name), () => hardware.OpenCamera(name), message => errors.WriteLine($"edge-run: {message}"))
            : hardware.OpenCamera(name);

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

    private static void Write(bool asJson, TextWriter output, int frame, string name, float score, double milliseconds, ClassSwitch? control, bool switched)
    {
        if (asJson)
        {
            JsonLine.Write(output, json =>
            {
                json.WriteNumber("frame", frame);
                json.WriteString("class", name);
                JsonLine.Number(json, "score", score);
                JsonLine.Number(json, "milliseconds", milliseconds);
                if (control != null) json.WriteBoolean("pin", control.IsOn);
            });
            return;
        }

        string pin = switched ? control!.IsOn ? "  pin on" : "  pin off" : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frame}  {name}  {score:F4}  {milliseconds:F3} ms{pin}"));
    }
}
