using System;
using System.Buffers;
using System.Diagnostics;
using System.Text.Json;

using EdgeRuntime.Devices.Frames;

namespace EdgeRuntime.Run.Live;

/// <summary>What the page shows: written by the classifying thread, read by those that answer browsers.</summary>
/// <param name="model">Name of the model.</param>
/// <param name="names">Class names.</param>
internal sealed class LiveView(string model, string[] names)
{
    private const int Widest = 320;
    private const int Top = 5;
    private const int History = 150;
    private const int RateFrames = 20;
    private static readonly TimeSpan Interest = TimeSpan.FromSeconds(5);

    private readonly object gate = new();
    private readonly FramePreview preview = new();
    private readonly float[] scores = new float[names.Length];
    private readonly float[] latencies = new float[History];
    private readonly long[] arrivals = new long[History];
    private byte[] picture = [];
    private int pictureLength, count;
    private long frame, askedAt;
    private float temperature;
    private bool? pin;

    /// <summary>Takes a frame; a picture of it is made only while a browser looks.</summary>
    public void Update(long number, VideoFrame shown, ReadOnlySpan<float> smooth, double milliseconds, IHardware hardware, bool? pinIsOn)
    {
        lock (gate)
        {
            arrivals[count % History] = Stopwatch.GetTimestamp();
            latencies[count++ % History] = (float)milliseconds;
            (frame, pin) = (number, pinIsOn);
            smooth.CopyTo(scores);
            if (pictureLength > 0 && (askedAt == 0 || Stopwatch.GetElapsedTime(askedAt) > Interest)) return;
            pictureLength = preview.Write(shown, Widest, ref picture);
            temperature = hardware.Temperature;
        }
    }

    /// <summary>A copy of the newest picture as a BMP file; empty before the first frame.</summary>
    public byte[] Picture()
    {
        lock (gate)
        {
            askedAt = Stopwatch.GetTimestamp();
            return picture.AsSpan(0, pictureLength).ToArray();
        }
    }

    /// <summary>Everything else as JSON.</summary>
    public byte[] State()
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        lock (gate)
        {
            askedAt = Stopwatch.GetTimestamp();
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteNumber("frame", frame);
            json.WriteStartArray("classes");
            foreach (int i in Best()) WriteClass(json, i);
            json.WriteEndArray();
            json.WriteStartArray("milliseconds");
            for (int i = Math.Max(0, count - History); i < count; i++) json.WriteNumberValue(Math.Round(latencies[i % History], 3));
            json.WriteEndArray();
            JsonLine.Number(json, "temperature", temperature);
            JsonLine.Number(json, "rate", Rate());
            if (pin is { } on) json.WriteBoolean("pin", on);
            json.WriteEndObject();
        }

        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Frames a second over the last ones; not a number before the second.</summary>
    private double Rate()
    {
        int intervals = Math.Min(count, RateFrames) - 1;
        return intervals < 1 ? double.NaN : intervals / Stopwatch.GetElapsedTime(arrivals[(count - 1 - intervals) % History], arrivals[(count - 1) % History]).TotalSeconds;
    }

    private void WriteClass(Utf8JsonWriter json, int index)
    {
        json.WriteStartObject();
        json.WriteString("name", names[index]);
        JsonLine.Number(json, "score", scores[index]);
        json.WriteEndObject();
    }

    private int[] Best()
    {
        int[] order = new int[scores.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => scores[b] != scores[a] ? scores[b].CompareTo(scores[a]) : a - b);
        return order[..Math.Min(Top, order.Length)];
    }
}
