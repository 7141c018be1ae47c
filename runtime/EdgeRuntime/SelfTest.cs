using System;

using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Compares what this machine computes with the certificate that the converter put into the file.</summary>
public static unsafe class SelfTest
{
    /// <summary>True when every certificate entry is reproduced bit for bit; true for a model without a certificate.</summary>
    public static bool Run(Model model, SessionOptions? options = null)
    {
        using Session session = new(model, options);
        foreach (CertificateEntry e in model.Metadata.Certificate)
            if (OutputChecksum(session, e.Seed) != e.OutputChecksum) return false;
        return true;
    }

    /// <summary>CRC-32C of all outputs' bytes for the pseudo-random inputs of <paramref name="seed"/>.</summary>
    public static uint OutputChecksum(Session session, uint seed)
    {
        uint state = seed;
        for (int i = 0; i < session.Model.Inputs.Count; i++)
        {
            float[] values = new float[session.Model.Inputs[i].Count];
            for (int j = 0; j < values.Length; j++) values[j] = Next(ref state);
            session.SetInput(i, values);
        }

        session.Run();
        uint checksum = 0;
        for (int i = 0; i < session.Model.Outputs.Count; i++)
        {
            ReadOnlySpan<byte> bytes = session.OutputBytes(i);
            fixed (byte* p = bytes) checksum = (checksum << 1 | checksum >> 31) ^ Crc32c.Of(p, 0, bytes.Length);
        }

        return checksum;
    }

    /// <summary>state = 1664525 state + 1013904223; the value is (top byte - 128) / 128, in -1 .. 1.</summary>
    private static float Next(ref uint state)
    {
        state = 1664525u * state + 1013904223u;
        return ((int)(state >> 24) - 128) / 128f;
    }
}
