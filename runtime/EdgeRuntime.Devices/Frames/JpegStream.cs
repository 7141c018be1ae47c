using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Cuts a stream of JPEG files, written by one thread, into pictures for another one, which gets the newest.</summary>
/// <remarks>A picture begins with FF D8 and ends with FF D9; neither occurs inside (ITU-T T.81, annex B), but for thumbnails, which camera programs leave out of video.</remarks>
public sealed class JpegStream : Stream
{
    private const int LongestPicture = 1 << 25;

    private readonly object gate = new();
    private byte[] growing = new byte[1 << 16], whole = [];
    private int length, wholeLength;
    private bool inside;
    private int previous;
    private string? failure;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Waits for a picture that was not taken yet.</summary>
    /// <param name="frame">Receives the JPEG file.</param>
    /// <param name="patience">Longest wait.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="DeviceException">The source failed or is silent.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public void Take(VideoFrame frame, TimeSpan patience, CancellationToken stop)
    {
        using CancellationTokenRegistration wake = stop.UnsafeRegister(static state => ((JpegStream)state!).Wake(), this);
        lock (gate)
        {
            long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
            while (wholeLength == 0)
            {
                stop.ThrowIfCancellationRequested();
                if (failure != null) throw new DeviceException(failure);
                long left = end - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(gate, (int)left)) throw new DeviceException($"the camera sent no picture for {patience.TotalSeconds:0} s; check its cable and that no other program uses it");
            }

            whole.AsSpan(0, wholeLength).CopyTo(frame.ReserveJpeg(wholeLength));
            wholeLength = 0;
        }
    }

    /// <summary>Makes <see cref="Take"/> throw <paramref name="sentence"/> from now on.</summary>
    public void Fail(string sentence)
    {
        lock (gate)
        {
            failure ??= sentence;
            Monitor.PulseAll(gate);
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (!inside && previous == 0xFF && value == 0xD8)
            {
                (inside, length) = (true, 1);
                growing[0] = 0xFF;
            }

            if (inside)
            {
                growing[length++] = value;
                if (previous == 0xFF && value == 0xD9) Publish();
                else if (length == growing.Length) Grow();
            }

            previous = value;
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Grow()
    {
        // Without an end it is no stream of pictures; begin again at the next one.
        if (length < LongestPicture) Array.Resize(ref growing, 2 * length);
        else (inside, length) = (false, 0);
    }

    private void Publish()
    {
        lock (gate)
        {
            (growing, whole, wholeLength) = (whole, growing, length);
            if (growing.Length < whole.Length) growing = new byte[whole.Length];
            Monitor.PulseAll(gate);
        }

        inside = false;
    }

    private void Wake()
    {
        lock (gate) Monitor.PulseAll(gate);
    }
}
