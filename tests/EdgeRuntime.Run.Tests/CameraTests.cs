using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

using Xunit;

namespace EdgeRuntime.Run.Tests;

public sealed class CameraTests : IDisposable
{
    private readonly string model = Path.GetTempFileName();
    private readonly FakeHardware hardware = new();
    private readonly StringWriter output = new(), errors = new();

    public CameraTests() => File.WriteAllBytes(model, ColourModel.File());

    public void Dispose() => File.Delete(model);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFrameAllocatesNothing(bool json)
    {
        const int WarmUp = 50, Counted = 50;
        hardware.Colours = [.. Enumerable.Repeat((string[])["red", "green", "blue", "green"], 30).SelectMany(c => c)];
        long first = 0, last = 0;
        hardware.AfterRead = () =>
        {
            if (hardware.Next == WarmUp) first = GC.GetAllocatedBytesForCurrentThread();
            if (hardware.Next == WarmUp + Counted) last = GC.GetAllocatedBytesForCurrentThread();
        };
        using StreamWriter nowhere = new(Stream.Null);
        string[] words = ["classify", "--model", model, "--camera", "/dev/video0", "--on", "green", "--pin", "17", "--http", "0", "--frames", $"{WarmUp + Counted}"];
        Assert.Equal(0, CommandLine.Run(json ? [.. words, "--json"] : words, hardware, nowhere, errors, CancellationToken.None));
        Assert.NotEqual(0, last);
        Assert.Equal(first, last);
    }

    [Fact]
    public void AnUnpluggedCameraIsOpenedAgain()
    {
        hardware.Colours = ["red", "unplugged", "green"];
        Assert.Equal(0, Classify("--frames", "2", "--smooth", "1"));
        Assert.Equal(["camera /dev/video0", "camera closed", "camera /dev/video0", "camera closed"], hardware.Calls);
        Assert.Equal("edge-run: the camera was unplugged; trying again in 0.5 s", errors.ToString().Trim());
        Assert.Equal(["red", "green"], Classes());
    }

    [Fact]
    public void ADamagedFrameIsLeftOutAndToldOnce()
    {
        hardware.Colours = ["red", "damaged", "damaged", "blue"];
        Assert.Equal(0, Classify("--frames", "4", "--smooth", "1"));
        Assert.Equal(["red", "blue"], Classes());
        Assert.StartsWith("edge-run: a frame was left out, a picture does not begin with FF D8", Assert.Single(errors.ToString().Trim().Split('\n')));
    }

    [Fact]
    public void AFrameIsClassifiedAtEachPressOfTheButton()
    {
        hardware.Colours = ["red", "green", "blue"];
        // Bounces are shorter than the button must be stable, which its clock and not the readings decide.
        foreach (bool level in (bool[])[false, true, false, .. Enumerable.Repeat(true, 30), .. Enumerable.Repeat(false, 30), .. Enumerable.Repeat(true, 30)]) hardware.Button.Enqueue(level);
        Assert.Equal(0, Classify("--frames", "2", "--button", "27", "--smooth", "1"));
        Assert.Equal(["red", "green"], Classes());
        Assert.Equal(["button 27", "camera /dev/video0", "camera closed", "button released"], hardware.Calls);
    }

    [Fact]
    public void TheServiceManagerHearsThatItIsReadyAndAlive()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is part of Linux");
        string path = Path.GetTempFileName();
        File.Delete(path);
        using System.Net.Sockets.Socket manager = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Unspecified);
        manager.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        using (ServiceNotifier service = new(path))
        {
            service.Ready();
            service.Alive();
            service.Alive();
            Assert.True(service.Wait(TimeSpan.FromMilliseconds(1100), CancellationToken.None));
            service.Stopping();
        }

        List<string> heard = [];
        byte[] buffer = new byte[100];
        while (manager.Available > 0) heard.Add(Encoding.ASCII.GetString(buffer, 0, manager.Receive(buffer)));
        // At once, then once a second: the second call says nothing, the wait does.
        Assert.Equal(["READY=1", "WATCHDOG=1", "WATCHDOG=1"], heard.Take(3));
        Assert.Equal("STOPPING=1", heard[^1]);
        Assert.All(heard.Skip(3).SkipLast(1), h => Assert.Equal("WATCHDOG=1", h));
        File.Delete(path);
        Assert.Contains("cannot be reached", Assert.Throws<IOException>(() => new ServiceNotifier(path)).Message);
    }

    private string[] Classes() => [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split("  ")[1])];

    private int Classify(params string[] more) => CommandLine.Run(["classify", "--model", model, "--camera", "/dev/video0", .. more], hardware, output, errors, CancellationToken.None);
}
