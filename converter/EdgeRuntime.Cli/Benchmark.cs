using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace EdgeRuntime.Cli;

/// <summary>Times of a model on this machine.</summary>
/// <param name="Runs">Inferences timed on each thread, after the warm-up.</param>
/// <param name="MedianMilliseconds">Median of one inference.</param>
/// <param name="P95Milliseconds">95th percentile.</param>
/// <param name="MinimumMilliseconds">Fastest.</param>
/// <param name="PerSecond">Inferences a second of all threads together.</param>
/// <param name="Operations">Mean time and kernel of each operation, measured apart from the inferences above.</param>
public sealed record BenchmarkResult(int Runs, double MedianMilliseconds, double P95Milliseconds, double MinimumMilliseconds, double PerSecond, IReadOnlyList<OperationTime> Operations);

/// <summary>Mean time of one operation.</summary>
public sealed record OperationTime(string Name, string Kind, string Kernel, long Macs, double Milliseconds);

/// <summary>Times a model with one session a thread, on pseudo-random input.</summary>
public static class Benchmark
{
    private const int MinimumRuns = 20;
    private const int MaximumRuns = 100_000;
    private const double WarmUpShare = 0.2;

    /// <summary>Runs for about <paramref name="seconds"/> seconds, but at least 20 times, a thread.</summary>
    public static BenchmarkResult Run(Model model, int threads, double seconds)
    {
        double[][] times = new double[threads][];
        // Made here, so that a model that needs too much memory fails on this thread.
        Session[] sessions = [.. Enumerable.Range(0, threads).Select(_ => Prepared(model))];
        using Barrier start = new(threads);
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(i => new Thread(() => times[i] = Measure(sessions[i], seconds, start)) { IsBackground = true })];
        foreach (Thread t in others) t.Start();
        times[0] = Measure(sessions[0], seconds, start);
        foreach (Thread t in others) t.Join();
        foreach (Session s in sessions) s.Dispose();
        double[] all = [.. times.SelectMany(t => t).Order()];
        double perSecond = times.Sum(t => t.Length / (t.Sum() / 1000));
        return new BenchmarkResult(times[0].Length, Percentile(all, 50), Percentile(all, 95), all[0], perSecond, Profile(model, Math.Clamp(times[0].Length / 4, 5, 2000)));
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

    private static Session Prepared(Model model)
    {
        Session session = new(model);
        Random random = new(1);
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            float[] values = new float[model.Inputs[i].Count];
            for (int j = 0; j < values.Length; j++) values[j] = random.NextSingle();
            session.SetInput(i, values);
        }

        return session;
    }

    private static OperationTime[] Profile(Model model, int runs)
    {
        using Session session = Prepared(model);
        long[] ticks = new long[session.OperationCount];
        session.RunProfiled(ticks);
        Array.Clear(ticks);
        for (int i = 0; i < runs; i++) session.RunProfiled(ticks);
        return [.. OperationInfo.Of(model).Select((o, i) => new OperationTime(o.Name, o.Kind, session.KernelOf(i), o.Macs, ticks[i] * 1000.0 / Stopwatch.Frequency / runs))];
    }
}
