using System;
using System.Threading;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Keeps a camera going: when the source fails, says so and opens it again after 0.5, 1, 2 ... 30 seconds.</summary>
public sealed class ReconnectingSource : IFrameSource
{
    private readonly Func<IFrameSource> open;
    private readonly Action<string> report;
    private readonly Action<TimeSpan, CancellationToken> wait;
    private IFrameSource? source;

    /// <summary>Opens nothing before the first frame is asked for.</summary>
    /// <param name="open">Opens the source; throws <see cref="DeviceException"/> while it cannot be opened.</param>
    /// <param name="report">Receives one sentence for each failure.</param>
    /// <param name="wait">Waits, and throws <see cref="OperationCanceledException"/> when it is cancelled.</param>
    /// <param name="first">A source that is open already, so that a wrong name is found at once.</param>
    public ReconnectingSource(Func<IFrameSource> open, Action<string> report, Action<TimeSpan, CancellationToken> wait, IFrameSource? first = null)
    {
        this.open = open;
        this.report = report;
        this.wait = wait;
        source = first;
    }

    /// <summary>Longest pause between two attempts.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause after the first failure; each further one doubles it.</summary>
    public static TimeSpan FirstPause { get; } = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    public bool Read(VideoFrame frame, CancellationToken stop)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                source ??= open();
                return source.Read(frame, stop);
            }
            catch (DeviceException e)
            {
                source?.Dispose();
                source = null;
                report($"{e.Message}; trying again in {pause.TotalSeconds:0.#} s");
            }

            wait(pause, stop);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        source?.Dispose();
        source = null;
    }
}
