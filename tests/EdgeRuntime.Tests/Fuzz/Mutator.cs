using System;
using System.Collections.Generic;

using EdgeRuntime.Format;

namespace EdgeRuntime.Tests.Fuzz;

/// <summary>Damages model files the way an attacker would: anywhere, and mostly with length and checksum put right again.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[] Interesting = [0, 1, 2, 3, 4, 8, 16, 32, 64, 127, 128, 129, 254, 255];

    private readonly Random random = new(seed);

    /// <summary>A damaged copy of <paramref name="file"/>.</summary>
    public byte[] Mutate(byte[] file)
    {
        if (random.Next(20) == 0) return Truncated(file);
        int start = Headers.Prefix + LengthBytes(file);
        List<byte> body = [.. file.AsSpan(start)];
        int count = 1 + random.Next(4);
        for (int i = 0; i < count; i++) Once(body);
        byte[] framed = Framed(body, file.AsSpan(0, 4));
        if (random.Next(10) > 0) ModelWriter.Seal(framed);
        return framed;
    }

    private byte[] Truncated(byte[] file) => file[..random.Next(file.Length)];

    private void Once(List<byte> body)
    {
        if (body.Count == 0) return;
        int at = random.Next(3) == 0 ? random.Next(Math.Min(body.Count, 64)) : random.Next(body.Count);
        int length = 1 + random.Next(Math.Min(8, body.Count - at));
        switch (random.Next(8))
        {
            case 0: body[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: body[at] = (byte)random.Next(256); break;
            case 2: body[at] = Interesting[random.Next(Interesting.Length)]; break;
            case 3: body[at] = (byte)(body[at] + random.Next(-2, 3)); break;
            case 4: body.RemoveRange(at, length); break;
            case 5: body.InsertRange(at, body.GetRange(random.Next(body.Count - length + 1), length)); break;
            case 6: body.Insert(at, Interesting[random.Next(Interesting.Length)]); break;
            default:
                int from = random.Next(body.Count - length + 1);
                for (int i = 0; i < length; i++) body[at + i] = body[from + i];
                break;
        }
    }

    private static int LengthBytes(byte[] file)
    {
        int n = 1;
        while (file[Headers.Prefix + n - 1] >= 128) n++;
        return n;
    }

    private static byte[] Framed(List<byte> body, ReadOnlySpan<byte> magic)
    {
        for (int size = 1; ; size++)
        {
            ByteWriter w = new();
            w.Varint(Headers.Prefix + size + body.Count);
            if (w.Length == size) return [.. magic, 0, 0, 0, 0, .. w.ToArray(), .. body];
        }
    }
}
