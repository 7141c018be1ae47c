using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace EdgeRuntime.Run;

/// <summary>Tells systemd that the program is ready and alive (sd_notify(3)); does nothing outside a service.</summary>
internal sealed class ServiceNotifier : IDisposable
{
    private const long Period = 1000;

    private readonly Socket? socket;
    private long last;

    /// <summary>Connects to the socket that NOTIFY_SOCKET names; a name that begins with @ is an abstract one.</summary>
    public ServiceNotifier(string? address)
    {
        if (string.IsNullOrEmpty(address) || !Socket.OSSupportsUnixDomainSockets) return;
        socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"the service manager cannot be reached at {address} ({e.Message}); start the program with systemd, or without NOTIFY_SOCKET", e);
        }
    }

    /// <summary>The model is loaded and the camera is open.</summary>
    public void Ready() => Send("READY=1"u8);

    /// <summary>The program ends by itself.</summary>
    public void Stopping() => Send("STOPPING=1"u8);

    /// <summary>The program works; passed on at most once a second.</summary>
    public void Alive()
    {
        if (socket == null || Environment.TickCount64 - last < Period) return;
        last = Environment.TickCount64;
        Send("WATCHDOG=1"u8);
    }

    /// <summary>Waits, alive; false when it was stopped.</summary>
    public bool Wait(TimeSpan time, CancellationToken stop)
    {
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        for (long left = end - Environment.TickCount64; left > 0; left = end - Environment.TickCount64)
        {
            if (stop.WaitHandle.WaitOne((int)Math.Min(left, Period))) return false;
            Alive();
        }

        return !stop.IsCancellationRequested;
    }

    public void Dispose() => socket?.Dispose();

    private void Send(ReadOnlySpan<byte> state)
    {
        if (socket == null) return;
        try
        {
            socket.Send(state);
        }
        catch (SocketException)
        {
            // The manager restarts the program when it hears nothing; there is nobody else to tell.
        }
    }
}
