using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace EdgeRuntime.Run.Live;

/// <summary>Serves the page: HTTP/1.1, GET only, one request a connection, on a few threads of the pool.</summary>
/// <remarks>Bound to the loopback address it answers requests that name this machine; bound wider it answers those that carry the token.</remarks>
internal sealed class LiveServer : IDisposable
{
    private const int MostConnections = 16;
    private const string TokenVariable = "EDGE_HTTP_TOKEN";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TcpListener listener;
    private readonly string? token;
    private readonly byte[] page = Page();
    private int connections;

    private LiveServer(TcpListener listener, string? token, LiveView view)
    {
        this.listener = listener;
        this.token = token;
        View = view;
    }

    /// <summary>What it shows.</summary>
    public LiveView View { get; }

    /// <summary>Port it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Starts to listen and says where.</summary>
    /// <param name="address">PORT for the loopback address, or ADDRESS:PORT; port 0 takes a free one.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="names">Class names.</param>
    /// <param name="errors">Receives the address of the page.</param>
    /// <exception cref="UsageException">The address is none.</exception>
    /// <exception cref="IOException">It cannot be listened on.</exception>
    public static LiveServer Start(string address, string model, string[] names, TextWriter errors)
    {
        IPEndPoint? end = ushort.TryParse(address, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? new IPEndPoint(IPAddress.Loopback, port) : null;
        if (end == null && (!address.Contains(':', StringComparison.Ordinal) || !IPEndPoint.TryParse(address, out end)))
            throw new UsageException($"the option --http has the value '{address}'; it takes a port, as in 8080, or an address of this machine and a port, as in 0.0.0.0:8080");
        bool wide = !IPAddress.IsLoopback(end.Address);
        string? token = wide ? Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } set ? set : Guid.NewGuid().ToString("N") : null;
        TcpListener listener = new(end);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new IOException($"the page cannot be served at {end} ({e.Message}); choose another port for --http or end the program that uses it", e);
        }

        LiveServer server = new(listener, token, new LiveView(model, names));
        errors.WriteLine($"edge-run: the page is at http://{new IPEndPoint(end.Address, server.Port)}/{(wide ? $"?token={token}" : "")}");
        new Thread(server.Accept) { IsBackground = true, Name = "http" }.Start();
        return server;
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => listener.Dispose();

    private static byte[] Page()
    {
        using Stream stream = typeof(LiveServer).Assembly.GetManifestResourceStream("page.html")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Accept()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = listener.AcceptSocket();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                if (!listener.Server.IsBound) return;
                // Too many open files, most likely; some will be closed.
                Thread.Sleep(100);
                continue;
            }

            if (Interlocked.Increment(ref connections) <= MostConnections && ThreadPool.UnsafeQueueUserWorkItem(Serve, socket, preferLocal: false)) continue;
            Interlocked.Decrement(ref connections);
            socket.Dispose();
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            using (socket)
            {
                socket.SendTimeout = (int)Patience.TotalMilliseconds;
                HttpRequest? request = HttpRequest.Read(socket, Patience);
                if (request != null) Answer(socket, request);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The browser went away.
        }
        finally
        {
            Interlocked.Decrement(ref connections);
        }
    }

    private void Answer(Socket socket, HttpRequest request)
    {
        if (request.Method != "GET") Send(socket, "405 Method Not Allowed", "text/plain", "Only GET is answered."u8);
        else if (token != null && !request.Carries(token)) Send(socket, "403 Forbidden", "text/plain", "The address lacks the token that edge-run printed when it started."u8);
        else if (token == null && !request.NamesLoopback) Send(socket, "403 Forbidden", "text/plain", "This page is for this machine only."u8);
        else if (request.Path == "/") Send(socket, "200 OK", "text/html; charset=utf-8", page);
        else if (request.Path == "/state") Send(socket, "200 OK", "application/json", View.State());
        else if (request.Path == "/picture") Send(socket, "200 OK", "image/bmp", View.Picture());
        else Send(socket, "404 Not Found", "text/plain", "There are /, /state and /picture."u8);
    }

    private static void Send(Socket socket, string status, string type, ReadOnlySpan<byte> body)
    {
        string head = $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
            + "Referrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'; img-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\r\n\r\n";
        SendAll(socket, Encoding.ASCII.GetBytes(head));
        SendAll(socket, body);
        socket.Shutdown(SocketShutdown.Send);
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[socket.Send(bytes)..];
    }
}
