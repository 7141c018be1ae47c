using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>What a device says about itself.</summary>
public sealed record DeviceInformation(int Protocol, int Slot, int Int8Arena, int WordArena, int FloatArena, int ArenaRoom, int StackBytes, int StackUsed, long ClockHz);

/// <summary>The host's side of the serial protocol that firmware/cortex-m/serve.c describes.</summary>
public sealed class DeviceLink : IDisposable
{
    private const byte StartByte = 0xED;
    private const int HeadBytes = 5;
    private const int LargestAnswer = 1 << 24;
    private const int InformationWords = 9;

    private readonly Stream send;
    private readonly BlockingCollection<byte[]> received = [];
    private readonly Thread reader;
    private readonly TimeSpan patience;
    private byte[] chunk = [];
    private int at;

    /// <summary>Talks over a pair of streams.</summary>
    /// <param name="receive">What the device sends.</param>
    /// <param name="send">What the device gets.</param>
    /// <param name="patience">How long an answer may take.</param>
    public DeviceLink(Stream receive, Stream send, TimeSpan patience)
    {
        this.send = send;
        this.patience = patience;
        reader = new Thread(() => Pump(receive)) { IsBackground = true };
        reader.Start();
    }

    /// <summary>Lines of text that the device has sent.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Waits until the device is ready after its reset.</summary>
    /// <exception cref="ConversionException">It has no model that runs, or says nothing.</exception>
    public void WaitUntilReady()
    {
        StringBuilder line = new();
        while (true)
        {
            char c = (char)Next();
            if (c != '\n')
            {
                line.Append(c);
                continue;
            }

            Log.Add(line.ToString());
            if (Log[^1] == "edge: ready") return;
            if (Log[^1] is "edge: no model runs" or "edge: fault") throw new ConversionException($"the device says: {string.Join("; ", Log)}");
            line.Clear();
        }
    }

    /// <summary>Asks for <see cref="DeviceInformation"/>.</summary>
    public DeviceInformation Information()
    {
        byte[] answer = Request('I', []);
        if (answer.Length != 4 * InformationWords) throw new ConversionException($"the device answers with {answer.Length} bytes of information instead of {4 * InformationWords}; flash this program's firmware again");
        int Word(int i) => BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(4 * i));
        return new DeviceInformation(Word(0), Word(1), Word(2), Word(3), Word(4), Word(5), Word(6), Word(7), (uint)Word(8));
    }

    /// <summary>Runs the model: the bytes of all inputs in, clocks of the core and the bytes of all outputs out.</summary>
    public (ulong Ticks, byte[] Outputs) Run(ReadOnlySpan<byte> inputs)
    {
        byte[] answer = Request('R', inputs);
        return (BinaryPrimitives.ReadUInt64LittleEndian(answer), answer[8..]);
    }

    /// <summary>Status of the self-test: 0 when the device reproduces the certificate.</summary>
    public int SelfTest() => Exchange('T', [], out _);

    private byte[] Request(char code, ReadOnlySpan<byte> payload)
    {
        int status = Exchange(code, payload, out byte[] answer);
        return status == 0 ? answer : throw new ConversionException($"the device answers request {code} with status {status}; check the cable, reset it and try again");
    }

    private int Exchange(char code, ReadOnlySpan<byte> payload, out byte[] answer)
    {
        byte[] frame = new byte[1 + HeadBytes + payload.Length + 4];
        frame[0] = StartByte;
        frame[1] = (byte)code;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(2), payload.Length);
        payload.CopyTo(frame.AsSpan(1 + HeadBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(frame.Length - 4), Checksum(frame.AsSpan(1, frame.Length - 5)));
        try
        {
            send.Write(frame);
            send.Flush();
        }
        catch (IOException e)
        {
            throw new ConversionException($"the device cannot be reached: {e.Message}", e);
        }

        return Answer(out answer);
    }

    private int Answer(out byte[] payload)
    {
        while (Next() != StartByte) { }
        byte[] head = new byte[HeadBytes];
        Fill(head);
        int length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1));
        if (length is < 0 or > LargestAnswer) throw new ConversionException($"the device announces an answer of {length} bytes; check the cable and the speed of the port");
        byte[] whole = new byte[HeadBytes + length];
        head.CopyTo(whole, 0);
        payload = new byte[length];
        Fill(payload);
        payload.CopyTo(whole, HeadBytes);
        byte[] stored = new byte[4];
        Fill(stored);
        if (BinaryPrimitives.ReadUInt32LittleEndian(stored) != Checksum(whole)) throw new ConversionException("an answer of the device was damaged on the way; check the cable and the speed of the port");
        return head[0];
    }

    private void Fill(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++) bytes[i] = Next();
    }

    private byte Next()
    {
        while (at == chunk.Length)
        {
            at = 0;
            if (!received.TryTake(out byte[]? more, patience))
                throw new ConversionException($"the device says nothing for {patience.TotalSeconds:F0} s{(Log.Count > 0 ? " after \"" + Log[^1] + "\"" : "")}; reset it and check port and speed");
            chunk = more.Length > 0 ? more : throw new ConversionException($"the device ended the connection{(Log.Count > 0 ? " after \"" + Log[^1] + "\"" : "")}");
        }

        return chunk[at++];
    }

    /// <summary>An empty chunk means the end.</summary>
    private void Pump(Stream stream)
    {
        byte[] buffer = new byte[4096];
        try
        {
            for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer)) received.Add(buffer[..count]);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The end, like any other.
        }

        received.Add([]);
    }

    private static unsafe uint Checksum(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes) return Crc32c.Of(p, 0, bytes.Length);
    }

    public void Dispose() => send.Dispose();
}
