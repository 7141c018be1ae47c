using System;
using System.Threading;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Where frames come from: a camera, a folder.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>Waits for the next frame and writes it to <paramref name="frame"/>; false when there will be no more.</summary>
    /// <exception cref="DeviceException">The source failed; it may be opened again.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Read(VideoFrame frame, CancellationToken stop);
}
