using System;
using System.Collections.Generic;
using System.Threading;

using EdgeRuntime.Devices;
using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Pins;

namespace EdgeRuntime.Run.Tests;

/// <summary>Pins that record what happens to them, and cameras: folder:DIR as in the program, anything else from <see cref="Colours"/>.</summary>
internal sealed class FakeHardware : IHardware
{
    public const int Width = 32, Height = 24;

    public List<string> Calls { get; } = new(1000);

    /// <summary>After each frame.</summary>
    public Action? AfterRead { get; set; }

    /// <summary>Colours of the frames of /dev/video0; "unplugged" throws, "damaged" is no picture. The last one is repeated.</summary>
    public string[] Colours { get; set; } = [];

    /// <summary>Levels of the button, one a reading; the last one is repeated.</summary>
    public Queue<bool> Button { get; } = new();

    public float Temperature => 42.5f;

    /// <summary>Next of <see cref="Colours"/>.</summary>
    public int Next { get; set; }

    public IFrameSource OpenCamera(CameraRequest request)
    {
        if (request.Name.StartsWith("folder:", StringComparison.Ordinal)) return new Watched(new FolderFrameSource(request.Name[7..]), this);
        Calls.Add($"camera {request.Name}");
        return new Watched(new Coloured(this), this);
    }

    public IDigitalOutput OpenPin(int number)
    {
        Calls.Add($"open {number}");
        return new Pin(Calls);
    }

    public IDigitalInput OpenButton(int number)
    {
        Calls.Add($"button {number}");
        return new Levels(this);
    }

    private sealed class Watched(IFrameSource source, FakeHardware owner) : IFrameSource
    {
        public bool Read(VideoFrame frame, CancellationToken stop)
        {
            bool more = source.Read(frame, stop);
            owner.AfterRead?.Invoke();
            return more;
        }

        public void Dispose() => source.Dispose();
    }

    private sealed class Coloured(FakeHardware owner) : IFrameSource
    {
        private readonly Dictionary<string, byte[]> pixels = new()
        {
            ["red"] = ColourModel.Pixels("red", Width * Height), ["green"] = ColourModel.Pixels("green", Width * Height), ["blue"] = ColourModel.Pixels("blue", Width * Height),
        };

        public bool Read(VideoFrame frame, CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            string colour = owner.Colours[Math.Min(owner.Next++, owner.Colours.Length - 1)];
            if (colour == "unplugged") throw new DeviceException("the camera was unplugged");
            if (colour == "damaged") frame.ReserveJpeg(3).Clear();
            else pixels[colour].CopyTo(frame.Reserve(FrameFormat.Rgb24, Width, Height));
            return true;
        }

        public void Dispose() => owner.Calls.Add("camera closed");
    }

    private sealed class Levels(FakeHardware owner) : IDigitalInput
    {
        public bool Read() => owner.Button.Count > 1 ? owner.Button.Dequeue() : owner.Button.Peek();

        public void Dispose() => owner.Calls.Add("button released");
    }

    private sealed class Pin(List<string> calls) : IDigitalOutput
    {
        public void Write(bool on) => calls.Add(on ? "on" : "off");

        public void Dispose()
        {
            Write(false);
            calls.Add("released");
        }
    }
}
