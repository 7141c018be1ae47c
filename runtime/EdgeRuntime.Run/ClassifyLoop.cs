using System;
using System.Diagnostics;
using System.Threading;

using EdgeRuntime.Devices;
using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Pins;
using EdgeRuntime.Run.Live;

namespace EdgeRuntime.Run;

/// <summary>Frame in, class out, pin set; allocates nothing from the second frame on.</summary>
internal sealed class ClassifyLoop
{
    private static readonly TimeSpan ButtonPeriod = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ButtonStable = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(10);

    private readonly VideoFrame frame = new();
    private readonly Debouncer debouncer = new(ButtonStable);
    private long reportedAt;

    public required Classifier Classifier { get; init; }

    public required IFrameSource Source { get; init; }

    public required ServiceNotifier Service { get; init; }

    public required ScoreSmoother Smoother { get; init; }

    public required FrameLine Line { get; init; }

    public required IHardware Hardware { get; init; }

    /// <summary>The pin that follows a class, or null.</summary>
    public required ClassSwitch? Control { get; init; }

    /// <summary>A frame is classified at each press; null classifies all.</summary>
    public required IDigitalInput? Button { get; init; }

    /// <summary>What the page shows, or null.</summary>
    public required LiveView? View { get; init; }

    /// <summary>Wait after a frame.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>Receives a sentence when a frame is damaged, which is left out then; null ends with the exception.</summary>
    public required Action<string>? Report { get; init; }

    /// <summary>Runs until the source ends, it is stopped, or <paramref name="limit"/> frames were read.</summary>
    public void Run(int limit, CancellationToken stop)
    {
        Service.Ready();
        for (int number = 1; number <= limit && Pressed(stop) && Source.Read(frame, stop); number++)
        {
            Service.Alive();
            if (!Classify(number)) continue;
            if (Pause > TimeSpan.Zero && !Service.Wait(Pause, stop)) break;
        }

        Service.Stopping();
    }

    private bool Classify(int number)
    {
        long begin = Stopwatch.GetTimestamp();
        ReadOnlySpan<float> scores;
        try
        {
            scores = Classifier.Classify(frame);
        }
        catch (DeviceException e) when (Report != null)
        {
            if (reportedAt == 0 || Stopwatch.GetElapsedTime(reportedAt) > ReportPeriod) Report($"a frame was left out, {e.Message}");
            reportedAt = Stopwatch.GetTimestamp();
            return false;
        }

        double milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        bool switched = Control != null && Control.Update(scores);
        ReadOnlySpan<float> smooth = Smoother.Update(scores);
        int best = Classifier.Best(smooth);
        Line.Write(number, best, smooth[best], milliseconds, Control?.IsOn, switched);
        View?.Update(number, Classifier.Picture, smooth, milliseconds, Hardware, Control?.IsOn);
        return true;
    }

    /// <summary>Waits for the button to go down; true at once without one, false when it was stopped.</summary>
    private bool Pressed(CancellationToken stop)
    {
        if (Button == null) return !stop.IsCancellationRequested;
        while (!stop.IsCancellationRequested)
        {
            if (debouncer.Update(Button.Read(), TimeSpan.FromMilliseconds(Environment.TickCount64)) && debouncer.IsPressed) return true;
            if (!Service.Wait(ButtonPeriod, stop)) return false;
        }

        return false;
    }
}
