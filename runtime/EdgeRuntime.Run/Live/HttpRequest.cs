using System;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeRuntime.Run.Live;

/// <summary>The part of an HTTP/1.1 request (RFC 9112) that matters here.</summary>
/// <param name="Method">First word.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Query">Behind the question mark, or empty.</param>
/// <param name="Host">The Host header, or empty.</param>
internal sealed record HttpRequest(string Method, string Path, string Query, string Host)
{
    private const int LongestHead = 8192;

    /// <summary>Whether the Host header is a name of the loopback interface, so that no page of another site can ask.</summary>
    public bool NamesLoopback
    {
        get
        {
            string name = Host.EndsWith(']') || !Host.Contains(':', StringComparison.Ordinal) ? Host : Host[..Host.LastIndexOf(':')];
            return name == "localhost" || IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address);
        }
    }

    /// <summary>Reads one request.</summary>
    /// <returns>Null when it is none, too long, or slower than <paramref name="patience"/> as a whole.</returns>
    public static HttpRequest? Read(Socket socket, TimeSpan patience)
    {
        byte[] head = new byte[LongestHead];
        int length = 0;
        long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            long left = end - Environment.TickCount64;
            if (left <= 0 || length == head.Length || !socket.Poll(TimeSpan.FromMilliseconds(left), SelectMode.SelectRead)) return null;
            int received = socket.Receive(head.AsSpan(length));
            if (received == 0) return null;
            length += received;
        }

        return Parse(Encoding.Latin1.GetString(head, 0, length));
    }

    /// <summary>Parses the head of a request; null when it is none.</summary>
    public static HttpRequest? Parse(string head)
    {
        string[] lines = head.Split("\r\n");
        string[] words = lines[0].Split(' ');
        if (words.Length != 3 || !words[2].StartsWith("HTTP/1.", StringComparison.Ordinal) || !words[1].StartsWith('/')) return null;
        int question = words[1].IndexOf('?', StringComparison.Ordinal);
        string host = "";
        foreach (string line in lines)
            if (line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)) host = line[5..].Trim();
        return question < 0 ? new HttpRequest(words[0], words[1], "", host) : new HttpRequest(words[0], words[1][..question], words[1][(question + 1)..], host);
    }

    /// <summary>Whether the query has token=<paramref name="token"/>; takes the same time for every token of its length.</summary>
    public bool Carries(string token)
    {
        foreach (string part in Query.Split('&'))
        {
            if (!part.StartsWith("token=", StringComparison.Ordinal)) continue;
            string given = Uri.UnescapeDataString(part[6..]);
            int difference = given.Length ^ token.Length;
            for (int i = 0; i < given.Length; i++) difference |= given[i] ^ token[i % token.Length];
            return difference == 0;
        }

        return false;
    }
}
