using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using EdgeRuntime.Benchmarks.OnnxRuntime;
using EdgeRuntime.Converter.Import.Onnx.Schema;

namespace EdgeRuntime.Benchmarks.Compare;

/// <summary>One engine with one model. Times of single runs are collected in microseconds: processor time of the thread, which other programs disturb less, or, where several threads work, elapsed time.</summary>
internal sealed class Contender(Func<double> run)
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadProcessorTime = 3;

    private readonly List<double> times = [];

    /// <summary>Runs once and keeps the time.</summary>
    public void Time() => times.Add(run());

    /// <summary>Runs without keeping the time.</summary>
    public double WarmUp() => run();

    /// <summary>Median of all times, in microseconds.</summary>
    public double Median()
    {
        times.Sort();
        return times[times.Count / 2];
    }

    /// <summary>Shortest of all times, in microseconds.</summary>
    public double Minimum() => times.Min();

    /// <summary>ONNX Runtime on an ONNX model with one input.</summary>
    /// <param name="file">The ONNX model.</param>
    /// <param name="threads">Threads within an operator.</param>
    /// <param name="elapsed">Elapsed time instead of processor time.</param>
    public static Contender Onnx(byte[] file, int threads, bool elapsed)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(file);
        HashSet<string> constants = [.. model.Graph.Initializer.Select(t => t.Name)];
        ValueInfoProto input = model.Graph.Input.Single(i => !constants.Contains(i.Name));
        long[] shape = [.. input.Type.TensorType.Shape.Dim.Select(d => d.DimValue > 0 ? d.DimValue : 1)];
        OnnxRuntimeSession session = new(file, threads, input.Name, shape, model.Graph.Output[0].Name, Values(shape.Aggregate(1, (a, d) => a * (int)d)));
        return new Contender(() => Microseconds(session.Run, elapsed));
    }

    /// <summary>This engine on a model file.</summary>
    /// <param name="file">The .erm file.</param>
    /// <param name="threads">Threads of the session.</param>
    /// <param name="operation">Times only the first operation of this kind; null: the whole run.</param>
    /// <param name="elapsed">Elapsed time instead of processor time.</param>
    public static Contender Edge(byte[] file, int threads, string? operation, bool elapsed)
    {
        Model model = Model.Load(file);
        Session session = new(model, new SessionOptions { Threads = threads });
        session.SetInput(0, Values(model.Inputs[0].Count));
        if (operation == null) return new Contender(() => Microseconds(session.Run, elapsed));
        int timed = OperationInfo.Of(model).Select((o, i) => (o, i)).First(p => p.o.Kind == operation).i;
        long[] ticks = new long[session.OperationCount];
        Func<long> clock = elapsed ? ElapsedTime : ProcessorTime;
        return new Contender(() =>
        {
            Array.Clear(ticks);
            session.RunProfiled(ticks, clock);
            return ticks[timed] / 1e3;
        });
    }

    private static float[] Values(int count)
    {
        Random random = new(1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = random.NextSingle() - 0.5f;
        return values;
    }

    private static double Microseconds(Action run, bool elapsed)
    {
        long start = elapsed ? ElapsedTime() : ProcessorTime();
        run();
        return ((elapsed ? ElapsedTime() : ProcessorTime()) - start) / 1e3;
    }

    // Nanoseconds, as those of the processor time.
    private static long ElapsedTime() => (long)Stopwatch.GetElapsedTime(0).TotalNanoseconds;

    private static unsafe long ProcessorTime()
    {
        if (!OperatingSystem.IsLinux()) return ElapsedTime();
        long* time = stackalloc long[2];
        return clock_gettime(ThreadProcessorTime, time) == 0 ? (time[0] * 1_000_000_000) + time[1] : throw new InvalidOperationException("the clock of the thread's processor time cannot be read");
    }

    [DllImport("libc")]
    private static extern unsafe int clock_gettime(int clock, long* time);
}
