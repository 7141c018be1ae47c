using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Run.Live;

using Xunit;

namespace EdgeRuntime.Run.Tests;

public sealed class LiveServerTests : IDisposable
{
    private static readonly string[] Names = ["red <b>", "green", "blue"];

    private readonly StringWriter errors = new();
    private readonly LiveServer server;
    private readonly HttpClient client = new();

    public LiveServerTests() => server = LiveServer.Start("0", "colours.erm", Names, errors);

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task ThePageTheStateAndThePictureAreServed()
    {
        Show(1, "green");
        string page = await client.GetStringAsync(At(""));
        Assert.Contains("<title>edge-run</title>", page);
        Show(2, "green");
        JsonElement state = JsonDocument.Parse(await client.GetStringAsync(At("state"))).RootElement;
        Assert.Equal(2, state.GetProperty("frame").GetInt64());
        Assert.Equal(42.5, state.GetProperty("temperature").GetDouble());
        Assert.True(state.GetProperty("pin").GetBoolean());
        Assert.Equal([1.5, 1.5], state.GetProperty("milliseconds").EnumerateArray().Select(m => m.GetDouble()));
        Assert.Equal(["green", "red <b>", "blue"], state.GetProperty("classes").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        byte[] picture = await client.GetByteArrayAsync(At("picture"));
        Assert.Equal("BM", Encoding.ASCII.GetString(picture, 0, 2));
        Assert.Equal([0, 255, 0], picture[54..57]);
        Assert.Equal(54 + FakeHardware.Width * FakeHardware.Height * 3, picture.Length);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost:1\r\n\r\n", "200 OK")]
    [InlineData("GET / HTTP/1.1\r\nHost: [::1]:1\r\n\r\n", "200 OK")]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "403 Forbidden")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "403 Forbidden")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", "405 Method Not Allowed")]
    [InlineData("GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", "404 Not Found")]
    [InlineData("GET\r\n\r\n", "")]
    [InlineData("\0\u0001\u0002\r\n\r\n", "")]
    public void RequestsAreAnsweredOrDropped(string request, string status)
        => Assert.StartsWith(status.Length > 0 ? $"HTTP/1.1 {status}\r\n" : "", Exchange(Encoding.ASCII.GetBytes(request)) is { Length: > 0 } answer ? answer : status);

    [Fact]
    public void RandomBytesDoNotEndTheServer()
    {
        Random random = new(3);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(1, 12_000)];
            random.NextBytes(bytes);
            if (i % 2 == 0) Encoding.ASCII.GetBytes("\r\n\r\n").CopyTo(bytes, Math.Max(0, bytes.Length - 4));
            Assert.DoesNotContain("200 OK", Exchange(bytes));
        }

        Assert.StartsWith("HTTP/1.1 200 OK", Exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray()));
    }

    [Fact]
    public async Task BoundWiderItAsksForTheToken()
    {
        using LiveServer wide = LiveServer.Start("0.0.0.0:0", "m", Names, errors);
        string link = errors.ToString().Trim().Split('\n')[^1];
        string token = link[(link.IndexOf("?token=", StringComparison.Ordinal) + 7)..];
        Assert.Equal(32, token.Length);
        string address = $"http://127.0.0.1:{wide.Port}/state";
        Assert.Equal(403, (int)(await client.GetAsync(address)).StatusCode);
        Assert.Equal(403, (int)(await client.GetAsync($"{address}?token={token}0")).StatusCode);
        Assert.Equal(403, (int)(await client.GetAsync($"{address}?token=")).StatusCode);
        Assert.Equal(200, (int)(await client.GetAsync($"{address}?token={token}")).StatusCode);
    }

    [Fact]
    public void APortInUseIsASentence()
        => Assert.Contains("choose another port", Assert.Throws<IOException>(() => LiveServer.Start($"{server.Port}", "m", Names, errors)).Message);

    [Fact]
    public void ABrowserShowsPicturesAndClassesAsTheyChange()
    {
        string? browser = new[] { "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser == null, "chromium is not installed");
        using CancellationTokenSource stop = new();
        Thread camera = new(() =>
        {
            for (int i = 1; !stop.Token.WaitHandle.WaitOne(40); i++) Show(i, (i / 12 % 3) switch { 0 => "green", 1 => "blue", _ => "red" });
        });
        camera.Start();
        string dom = Browse(browser!, "--dump-dom", "--virtual-time-budget=100000", At(""));
        stop.Cancel();
        camera.Join();
        Assert.Contains("colours.erm", dom);
        Assert.Contains("42.5 °C", dom);
        Assert.Contains("red &lt;b&gt;", dom);
        Assert.Contains("median 1.50 ms", dom);
        string latest = dom[dom.IndexOf("latest:", StringComparison.Ordinal)..];
        Assert.True(latest[..latest.IndexOf('<', StringComparison.Ordinal)].Split('←').Length > 2, latest);
        int at = dom.IndexOf("data-pictures=\"", StringComparison.Ordinal) + 15;
        Assert.True(int.Parse(dom[at..dom.IndexOf('"', at)]) > 3, dom);
        Assert.Contains("src=\"http://127.0.0.1", dom);
    }

    private static string Browse(string browser, params string[] words)
    {
        string profile = Directory.CreateTempSubdirectory("browser").FullName;
        ProcessStartInfo start = new(browser, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", $"--user-data-dir={profile}", .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(1))) process.Kill(entireProcessTree: true);
        string text = output.GetAwaiter().GetResult();
        Directory.Delete(profile, recursive: true);
        return text;
    }

    private string At(string path) => $"http://127.0.0.1:{server.Port}/{path}";

    private string Exchange(byte[] request)
    {
        using TcpClient tcp = new("127.0.0.1", server.Port);
        List<byte> answer = [];
        byte[] buffer = new byte[4096];
        try
        {
            NetworkStream stream = tcp.GetStream();
            stream.Write(request);
            tcp.Client.Shutdown(SocketShutdown.Send);
            for (int n; (n = stream.Read(buffer)) > 0;) answer.AddRange(buffer[..n]);
        }
        catch (IOException)
        {
            // The server closed the connection on what it does not understand.
        }

        return Encoding.Latin1.GetString([.. answer]);
    }

    private void Show(int number, string colour)
    {
        VideoFrame frame = new();
        ColourModel.Pixels(colour, FakeHardware.Width * FakeHardware.Height).CopyTo(frame.Reserve(FrameFormat.Rgb24, FakeHardware.Width, FakeHardware.Height));
        float[] scores = [colour == "red" ? 0.9f : 0.06f, colour == "green" ? 0.9f : 0.05f, colour == "blue" ? 0.9f : 0.04f];
        server.View.Update(number, frame, scores, 1.5, new FakeHardware(), true);
    }
}
