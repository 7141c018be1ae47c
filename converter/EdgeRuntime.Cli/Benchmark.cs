using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace EdgeRuntime.Cli;

/// <summary>Times of a model on this machine.</summary>
/// <param name="Runs">Inferences timed in each session, after the warm-up.</param>
/// <param name="MedianMilliseconds">Median of one inference.</param>
/// <param name="P95Milliseconds">95th percentile.</param>
/// <param name="MinimumMilliseconds">Fastest.</param>
/// <param name="PerSecond">Inferences a second of all sessions together.</param>
/// <param name="PreparedBytes">Bytes of a session's prepared operations.</param>
/// <param name="Operations">Mean time and kernel of each operation, measured apart from the inferences above.</param>
public sealed record BenchmarkResult(int Runs, double MedianMilliseconds, double P95Milliseconds, double MinimumMilliseconds, double PerSecond, long PreparedBytes, IReadOnlyList<OperationTime> Operations);

/// <summary>Mean time of one operation.</summary>
public sealed record OperationTime(string Name, string Kind, string Kernel, long Macs, double Milliseconds);

/// <summary>Times a model in one session or several side by side, on pseudo-random input.</summary>
public static class Benchmark
{
    private const int MinimumRuns = 20;
    private const int MaximumRuns = 100_000;
    private const double WarmUpShare = 0.2;

    /// <summary>Runs for about <paramref name="seconds"/> seconds, but at least 20 times, a session.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How a session runs it.</param>
    /// <param name="sessions">Sessions side by side.</param>
    /// <param name="seconds">Time.</param>
    public static BenchmarkResult Run(Model model, SessionOptions options, int sessions, double seconds)
    {
        double[][] times = new double[sessions][];
        // Made here, so that a model that needs too much memory fails on this thread.
        Session[] all = [.. Enumerable.Range(0, sessions).Select(_ => Prepared(model, options))];
        using Barrier start = new(sessions);
        Thread[] others = [.. Enumerable.Range(1, sessions - 1).Select(i => new Thread(() => times[i] = Measure(all[i], seconds, start)) { IsBackground = true })];
        foreach (Thread t in others) t.Start();
        times[0] = Measure(all[0], seconds, start);
        foreach (Thread t in others) t.Join();
        foreach (Session s in all) s.Dispose();
        long prepared = all[0].PreparedBytes;
        double[] sorted = [.. times.SelectMany(t => t).Order()];
        double perSecond = times.Sum(t => t.Length / (t.Sum() / 1000));
        return new BenchmarkResult(times[0].Length, Percentile(sorted, 50), Percentile(sorted, 95), sorted[0], perSecond, prepared, Profile(model, options, Math.Clamp(times[0].Length / 4, 5, 2000)));
    }

    /// <summary>The smallest value that at least <paramref name="percent"/> percent of <paramref name="sorted"/> do not exceed.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, int percent)
        => sorted[Math.Clamp((sorted.Count * percent + 99) / 100 - 1, 0, sorted.Count - 1)];

    private static double[] Measure(Session session, double seconds, Barrier start)
    {
        Stopwatch warmUp = Stopwatch.StartNew();
        do session.Run();
        while (warmUp.Elapsed.TotalSeconds < seconds * WarmUpShare);
        start.SignalAndWait();
        List<double> times = new(1024);
        Stopwatch total = Stopwatch.StartNew();
        while (times.Count < MinimumRuns || total.Elapsed.TotalSeconds < seconds && times.Count < MaximumRuns)
        {
            long before = Stopwatch.GetTimestamp();
            session.Run();
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        return [.. times];
    }

    private static Session Prepared(Model model, SessionOptions options)
    {
        Session session = new(model, options);
        Random random = new(1);
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            float[] values = new float[model.Inputs[i].Count];
            for (int j = 0; j < values.Length; j++) values[j] = random.NextSingle();
            session.SetInput(i, values);
        }

        return session;
    }

    private static OperationTime[] Profile(Model model, SessionOptions options, int runs)
    {
        using Session session = Prepared(model, options);
        long[] ticks = new long[session.OperationCount];
        session.RunProfiled(ticks);
        Array.Clear(ticks);
        for (int i = 0; i < runs; i++) session.RunProfiled(ticks);
        return [.. OperationInfo.Of(model).Select((o, i) => new OperationTime(o.Name, o.Kind, session.KernelOf(i), o.Macs, ticks[i] * 1000.0 / Stopwatch.Frequency / runs))];
    }
}
