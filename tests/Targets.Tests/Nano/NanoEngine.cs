extern alias nano;
using System;
using System.Collections.Generic;
using System.Linq;
using Nf = nano::EdgeRuntime.Format;
using Nr = nano::EdgeRuntime;

namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>Runs models with the assembly built for nanoFramework: arrays in place of pointers.</summary>
internal static class NanoEngine
{
    public static string AssemblyPath => typeof(Nr.Executor).Assembly.Location;

    public static IEnumerable<string> TypeNames => typeof(Nr.Executor).Assembly.GetTypes().Select(type => type.FullName!);

    /// <summary>Status, and the outputs of a model, one after the other as raw bytes.</summary>
    public static (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input)
    {
        Nf.ModelHeader h = default;
        Nf.Cursor c = default;
        Nf.Headers.Open(ref c, file, file.Length);
        Nf.Headers.Next(ref c, ref h);
        Nr.Frame f = new() { File = file, Int8 = new sbyte[h.Int8Arena], Words = new uint[h.WordArena], Floats = new float[h.FloatArena] };
        int operation = 0;
        int status = c.Fault == 0 ? Nr.Executor.Validate(ref c, ref h, ref f, ref operation) : c.Fault;
        if (status != 0) return (status, [], $"byte {c.FaultAt}, operation {operation}: found {c.Found}, expected {c.Expected}");
        Load(c, ref h, ref f, input);
        Nr.Executor.Run(ref c, ref h, ref f);
        return (0, Store(c, ref h, ref f), "");
    }

    private static void Load(Nf.Cursor list, ref Nf.ModelHeader h, ref Nr.Frame f, byte[] input)
    {
        list.At = h.InputsAt;
        int at = 0;
        for (int i = 0; i < h.InputCount; i++)
        {
            Nf.ModelPort port = default;
            Nf.Headers.Input(ref list, ref port);
            int count = 1;
            for (int d = 0; d < port.Rank; d++) count *= Nf.Sixes.Get(ref port.Shape, d);
            int width = Width(port.Kind);
            Buffer.BlockCopy(input, at, Arena(ref f, port.Kind), width * port.Offset, width * count);
            at += width * count;
        }
    }

    private static byte[] Store(Nf.Cursor list, ref Nf.ModelHeader h, ref Nr.Frame f)
    {
        list.At = h.OutputsAt;
        List<byte> output = [];
        for (int i = 0; i < h.OutputCount; i++)
        {
            Nf.ModelPort port = default;
            Nr.Tensor t = default;
            Nf.Headers.Output(ref list, ref port);
            Nr.Registers.Load(ref f, port.Register, ref t);
            byte[] values = new byte[Width(t.Kind) * Nr.Tensors.Count(ref t)];
            Buffer.BlockCopy(Arena(ref f, t.Kind), Width(t.Kind) * t.Offset, values, 0, values.Length);
            output.AddRange(values);
        }

        return [.. output];
    }

    private static Array Arena(ref Nr.Frame f, int kind) => kind == Nf.Kind.Int8 ? f.Int8 : f.Floats;

    private static int Width(int kind) => kind == Nf.Kind.Int8 ? 1 : 4;
}
