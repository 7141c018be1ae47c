using System;
using System.IO;
using System.Runtime.InteropServices;
using EdgeRuntime.Format;

namespace EdgeRuntime.Targets.Tests;

/// <summary>The portable executor on .NET: what every other target must repeat bit for bit.</summary>
internal static class Reference
{
    /// <summary>Outputs of a model, one after the other as raw bytes.</summary>
    public static byte[] Run(byte[] file, byte[] input)
    {
        using Model model = Model.Load(file);
        using Session session = new(model, new SessionOptions { Weights = WeightMemory.File });
        int at = 0;
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            ModelTensor tensor = model.Inputs[i];
            int bytes = tensor.Count * (tensor.Kind == Kind.Int8 ? 1 : 4);
            ReadOnlySpan<byte> values = input.AsSpan(at, bytes);
            if (tensor.Kind == Kind.Int8) session.SetInput(i, MemoryMarshal.Cast<byte, sbyte>(values));
            else session.SetInput(i, MemoryMarshal.Cast<byte, float>(values));
            at += bytes;
        }

        session.Run();
        using MemoryStream output = new();
        for (int i = 0; i < model.Outputs.Count; i++) output.Write(session.OutputBytes(i));
        return output.ToArray();
    }

    /// <summary>Pseudo-random input bytes of the right length: real numbers from -2 to 2, or the whole range of int8.</summary>
    public static byte[] RandomInput(byte[] file, int seed)
    {
        Random random = new(seed);
        using Model model = Model.Load(file);
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (ModelTensor tensor in model.Inputs)
        {
            for (int n = tensor.Count; n > 0; n--)
            {
                if (tensor.Kind == Kind.Int8) writer.Write((sbyte)random.Next(-128, 128));
                else writer.Write((float)(random.NextDouble() * 4 - 2));
            }
        }

        return stream.ToArray();
    }
}
