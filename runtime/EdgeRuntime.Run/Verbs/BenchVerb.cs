using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;

using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Run.Pipeline;

namespace EdgeRuntime.Run.Verbs;

/// <summary>Times inferences on pseudo-random input, after a tenth of the time to warm up.</summary>
internal sealed class BenchVerb : Verb
{
    private const int MinimumRuns = 10;
    private const int MaximumRuns = 1_000_000;

    public override string Name => "bench";

    public override string Usage => "--model M.erm [--frames 640x480 [--resize area|bilinear]] [--seconds S] [--threads N] [--weights expanded|symbols|coded|file] [--json]";

    public override IReadOnlyList<string> Options => ["--seconds", "--frames", "--resize", "--threads", "--weights"];

    public override int Run(Arguments arguments, IHardware hardware, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        NothingElse(arguments);
        using Model model = Model.Load(arguments.Required("--model"));
        float seconds = arguments.Real("--seconds", 2, 0, 3600);
        if (arguments.Has("--frames")) return Frames(arguments, model, seconds, output, stop);
        using Session session = new(model, Session(arguments));
        Random random = new(1);
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            float[] values = new float[model.Inputs[i].Count];
            for (int j = 0; j < values.Length; j++) values[j] = random.NextSingle();
            session.SetInput(i, values);
        }

        Measure(session, seconds / 10, stop);
        List<double> times = Measure(session, seconds, stop);
        times.Sort();
        double median = times[times.Count / 2], high = times[times.Count * 95 / 100];
        if (arguments.Has("--json"))
        {
            JsonLine.Write(output, json =>
            {
                json.WriteNumber("runs", times.Count);
                JsonLine.Number(json, "medianMicroseconds", median * 1000);
                JsonLine.Number(json, "p95Microseconds", high * 1000);
                JsonLine.Number(json, "minimumMicroseconds", times[0] * 1000);
                json.WriteNumber("fileBytes", model.FileLength);
                json.WriteNumber("arenaBytes", model.ArenaBytes);
                json.WriteNumber("preparedBytes", session.PreparedBytes);
            });
            return 0;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median {median:F4} ms, 95 % {high:F4} ms, fastest {times[0]:F4} ms, {times.Count} runs; file {model.FileLength} bytes, arenas {model.ArenaBytes} bytes, prepared weights {session.PreparedBytes} bytes"));
        return 0;
    }

    /// <summary>The cost of camera frames, one line a format.</summary>
    private static int Frames(Arguments arguments, Model model, float seconds, TextWriter output, CancellationToken stop)
    {
        (int Width, int Height) size = arguments.Size("--frames");
        if (size.Width % 16 != 0 || size.Height % 8 != 0) throw new UsageException($"the option --frames has the value '{size.Width}x{size.Height}'; it takes multiples of 16 and 8");
        Resampling resampling = arguments.Choice("--resize", "area", "bilinear") == "area" ? Resampling.Area : Resampling.Bilinear;
        using FramePipeline pipeline = new(model, arguments.Required("--model"), resampling);
        bool asJson = arguments.Has("--json");
        if (!asJson) output.WriteLine($"| {size.Width} x {size.Height} | conversion ms | resize ms | inference ms | total ms | frames/s | allocated bytes |\n|---|---|---|---|---|---|---|");
        foreach (FrameCost c in pipeline.Measure(size, seconds, stop))
        {
            if (asJson)
            {
                JsonLine.Write(output, json =>
                {
                    json.WriteString("format", $"{c.Format}");
                    JsonLine.Number(json, "conversionMilliseconds", c.Conversion);
                    JsonLine.Number(json, "resizeMilliseconds", c.Resize);
                    JsonLine.Number(json, "inferenceMilliseconds", c.Inference);
                    JsonLine.Number(json, "totalMilliseconds", c.Total);
                    json.WriteNumber("allocatedBytes", c.AllocatedBytes);
                    json.WriteNumber("frames", c.Frames);
                });
            }
            else
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {c.Format} | {c.Conversion:F3} | {c.Resize:F3} | {c.Inference:F3} | {c.Total:F3} | {1000 / c.Total:F0} | {c.AllocatedBytes} |"));
            }
        }

        return 0;
    }

    private static List<double> Measure(Session session, double seconds, CancellationToken stop)
    {
        List<double> times = new(1024);
        long begin = Stopwatch.GetTimestamp();
        while (times.Count < MinimumRuns || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds && times.Count < MaximumRuns)
        {
            stop.ThrowIfCancellationRequested();
            long before = Stopwatch.GetTimestamp();
            session.Run();
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        return times;
    }
}
