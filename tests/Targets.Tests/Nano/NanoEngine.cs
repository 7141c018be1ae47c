extern alias nano;
using System;
using System.Collections.Generic;
using System.Linq;
using NanoModel = nano::EdgeRuntime.Nano.Model;
using Refusal = nano::EdgeRuntime.Nano.Refusal;
using TensorPlace = nano::EdgeRuntime.Nano.TensorPlace;

namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>Runs models with the assembly built for nanoFramework: arrays in place of pointers.</summary>
internal static class NanoEngine
{
    public static string AssemblyPath => typeof(NanoModel).Assembly.Location;

    public static IEnumerable<string> TypeNames => typeof(NanoModel).Assembly.GetTypes().Select(type => type.FullName!);

    /// <summary>Status, and the outputs of a model for each of the inputs that follow each other, as raw bytes.</summary>
    public static (int Status, byte[] Output, string Text) Run(byte[] file, byte[] input)
    {
        try
        {
            NanoModel model = new(file);
            List<byte> outputs = [];
            int at = 0;
            do
            {
                for (int i = 0; i < model.InputCount; i++)
                {
                    TensorPlace x = model.Input(i);
                    Buffer.BlockCopy(input, at, Arena(model, x), Width(x) * x.Offset, Width(x) * x.Count);
                    at += Width(x) * x.Count;
                }

                model.Run();
                outputs.AddRange(Enumerable.Range(0, model.OutputCount).SelectMany(i => Bytes(model, model.Output(i))));
            }
            while (at < input.Length);
            return (0, [.. outputs], "");
        }
        catch (Refusal e)
        {
            return (e.Status, [], $"byte {e.At}: found {e.Found}, expected {e.Expected}");
        }
    }

    private static byte[] Bytes(NanoModel model, TensorPlace y)
    {
        byte[] values = new byte[Width(y) * y.Count];
        Buffer.BlockCopy(Arena(model, y), Width(y) * y.Offset, values, 0, values.Length);
        return values;
    }

    private static Array Arena(NanoModel model, TensorPlace place) => place.IsInt8 ? model.Int8 : model.Floats;

    private static int Width(TensorPlace place) => place.IsInt8 ? 1 : 4;
}
