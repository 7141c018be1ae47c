using System;
using System.Collections.Generic;
using System.Threading;

using EdgeRuntime.Devices.Frames;

using Xunit;

namespace EdgeRuntime.Devices.Tests.Frames;

public class ReconnectingSourceTests
{
    [Fact]
    public void AFailedCameraIsOpenedAgainWithGrowingPauses()
    {
        List<string> calls = [];
        int opened = 0;
        using ReconnectingSource source = new(() => ++opened < 9 ? throw new DeviceException("no camera") : new FakeSource(calls), m => calls.Add(m), (t, _) => calls.Add($"{t.TotalSeconds}"));
        Assert.True(source.Read(new VideoFrame(), CancellationToken.None));
        Assert.Equal(["no camera; trying again in 0.5 s", "0.5", "no camera; trying again in 1 s", "1"], calls.GetRange(0, 4));
        Assert.Equal(["30", "no camera; trying again in 30 s", "30", "read"], calls.GetRange(13, 4));
        Assert.Equal(17, calls.Count);
    }

    [Fact]
    public void ACameraThatFailsWhileReadingIsClosedFirst()
    {
        List<string> calls = [];
        int opened = 0;
        ReconnectingSource source = new(() => new FakeSource(calls) { Fails = opened++ == 0 }, _ => calls.Add("report"), (_, _) => calls.Add("wait"));
        Assert.True(source.Read(new VideoFrame(), CancellationToken.None));
        Assert.True(source.Read(new VideoFrame(), CancellationToken.None));
        source.Dispose();
        Assert.Equal(["read", "closed", "report", "wait", "read", "read", "closed"], calls);
    }

    [Fact]
    public void CancellingEndsThePause()
    {
        using CancellationTokenSource stop = new();
        using ReconnectingSource source = new(() => throw new DeviceException("no camera"), _ => stop.Cancel(), (_, token) => token.ThrowIfCancellationRequested());
        Assert.Throws<OperationCanceledException>(() => source.Read(new VideoFrame(), stop.Token));
    }

    private sealed class FakeSource(List<string> calls) : IFrameSource
    {
        public bool Fails { get; init; }

        public bool Read(VideoFrame frame, CancellationToken stop)
        {
            calls.Add("read");
            return Fails ? throw new DeviceException("unplugged") : true;
        }

        public void Dispose() => calls.Add("closed");
    }
}
