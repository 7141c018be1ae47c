using System;
using System.Collections.Generic;

using EdgeRuntime.Format;

namespace EdgeRuntime.Run.Tests;

/// <summary>A model that says which colour is strongest in a picture: mean of 8 x 8 pixels, then softmax.</summary>
internal static class ColourModel
{
    private const int Side = 8;

    /// <summary>The file, with a certificate computed here, a wrong one, or none.</summary>
    public static byte[] File(bool certificate = true, bool wrong = false, bool specification = true)
    {
        byte[] plain = Write([], specification);
        if (!certificate) return plain;
        using Model model = Model.Load(plain);
        using Session session = new(model);
        return Write([new CertificateEntry(7, SelfTest.OutputChecksum(session, 7) ^ (wrong ? 1u : 0u))], specification);
    }

    /// <summary>Red, green and blue of pixels of one colour.</summary>
    public static byte[] Pixels(string colour, int count)
    {
        byte[] pixels = new byte[3 * count];
        for (int p = Array.IndexOf(["red", "green", "blue"], colour); p < pixels.Length; p += 3) pixels[p] = 255;
        return pixels;
    }

    private static byte[] Write(IReadOnlyList<CertificateEntry> certificate, bool specification)
    {
        ModelRecord model = new() { Registers = 3, FloatArena = 1024, WordArena = 1024, Int8Arena = 64 };
        model.Inputs.Add(new PortRecord(Kind.Float32, [1, Side, Side, 3], 0, 0, 0, 0));
        ByteWriter pool = new();
        pool.U8(Opcode.AveragePool);
        pool.U8(0);
        pool.U8(1);
        pool.Varint(256);
        pool.U8(0);
        pool.Varint(Side);
        model.Operations.Add(new OperationRecord("", pool.ToArray()));
        ByteWriter softmax = new();
        softmax.U8(Opcode.Softmax);
        softmax.U8(1);
        softmax.U8(2);
        softmax.Varint(512);
        softmax.U8(3);
        model.Operations.Add(new OperationRecord("", softmax.ToArray()));
        model.Outputs.Add(new PortRecord(Kind.Float32, [], 0, 2, 0, 0));
        InputSpecification input = new(Side, Side, 3, "rgb", "NHWC", 1 / 25.5f, [], [], ["red", "green", "blue"]);
        model.Metadata = new ModelMetadata { Certificate = certificate, Input = specification ? input : null };
        return ModelWriter.Write(model);
    }
}
