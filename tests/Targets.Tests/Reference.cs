using System;
using System.IO;
using EdgeRuntime.Format;
using Xunit;

namespace EdgeRuntime.Targets.Tests;

/// <summary>The portable executor on .NET: what every other target must repeat bit for bit.</summary>
internal static unsafe class Reference
{
    /// <summary>Outputs of a model, one after the other as raw bytes.</summary>
    public static byte[] Run(byte[] file, byte[] input)
    {
        ModelHeader h = default;
        Cursor c = default;
        Frame f = default;
        fixed (byte* model = file)
        {
            Headers.Open(ref c, model, file.Length);
            Headers.Next(ref c, ref h);
            Assert.Equal(Status.Ok, c.Fault);
            f.File = model;
            sbyte[] int8 = new sbyte[h.Int8Arena + 1];
            uint[] words = new uint[h.WordArena + 1];
            float[] floats = new float[h.FloatArena + 1];
            fixed (sbyte* q = int8)
            fixed (uint* w = words)
            fixed (float* r = floats)
            {
                f.Int8 = q;
                f.Words = w;
                f.Floats = r;
                int operation = 0;
                int status = Executor.Validate(ref c, ref h, ref f, ref operation);
                Assert.True(status == Status.Ok, $"refused with status {status} at byte {c.FaultAt}, operation {operation}: found {c.Found}, expected {c.Expected}");
                Load(ref c, ref h, ref f, input);
                Executor.Run(ref c, ref h, ref f);
                return Store(ref c, ref h, ref f);
            }
        }
    }

    /// <summary>Pseudo-random input bytes of the right length: small real numbers, or the whole range of int8.</summary>
    public static byte[] RandomInput(byte[] file, int seed)
    {
        Random random = new(seed);
        ModelHeader h = default;
        Cursor c = default;
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        fixed (byte* model = file)
        {
            Headers.Open(ref c, model, file.Length);
            Headers.Next(ref c, ref h);
            c.At = h.InputsAt;
            for (int i = 0; i < h.InputCount; i++)
            {
                ModelPort port = default;
                Headers.Input(ref c, ref port);
                for (int n = Count(ref port); n > 0; n--)
                {
                    if (port.Kind == Kind.Int8) writer.Write((sbyte)random.Next(-128, 128));
                    else writer.Write((float)(random.NextDouble() * 4 - 2));
                }
            }
        }

        return stream.ToArray();
    }

    private static void Load(ref Cursor c, ref ModelHeader h, ref Frame f, byte[] input)
    {
        Cursor list = c;
        list.At = h.InputsAt;
        int at = 0;
        for (int i = 0; i < h.InputCount; i++)
        {
            ModelPort port = default;
            Headers.Input(ref list, ref port);
            Span<byte> place = Place(ref f, port.Kind, port.Offset, Count(ref port));
            input.AsSpan(at, place.Length).CopyTo(place);
            at += place.Length;
        }
    }

    private static byte[] Store(ref Cursor c, ref ModelHeader h, ref Frame f)
    {
        Cursor list = c;
        list.At = h.OutputsAt;
        using MemoryStream output = new();
        for (int i = 0; i < h.OutputCount; i++)
        {
            ModelPort port = default;
            Tensor t = default;
            Headers.Output(ref list, ref port);
            Registers.Load(ref f, port.Register, ref t);
            output.Write(Place(ref f, t.Kind, t.Offset, Tensors.Count(ref t)));
        }

        return output.ToArray();
    }

    private static Span<byte> Place(ref Frame f, int kind, int offset, int count) => kind == Kind.Int8
        ? new Span<byte>(f.Int8 + offset, count)
        : new Span<byte>(f.Floats + offset, 4 * count);

    private static int Count(ref ModelPort port)
    {
        int count = 1;
        for (int i = 0; i < port.Rank; i++) count *= Sixes.Get(ref port.Shape, i);
        return count;
    }
}
