using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;

namespace EdgeRuntime.Run.Verbs;

/// <summary>Times inferences on pseudo-random input, one thread, after a tenth of the time to warm up.</summary>
internal sealed class BenchVerb : Verb
{
    private const int MinimumRuns = 10;
    private const int MaximumRuns = 1_000_000;

    public override string Name => "bench";

    public override string Usage => "--model M.erm [--seconds S] [--json]";

    public override IReadOnlyList<string> Options => ["--seconds"];

    public override int Run(Arguments arguments, IHardware hardware, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        NothingElse(arguments);
        using Model model = Model.Load(arguments.Required("--model"));
        float seconds = arguments.Real("--seconds", 2, 0, 3600);
        using Session session = new(model);
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
            });
            return 0;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median {median:F4} ms, 95 % {high:F4} ms, fastest {times[0]:F4} ms, {times.Count} runs; file {model.FileLength} bytes, arenas {model.ArenaBytes} bytes"));
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
