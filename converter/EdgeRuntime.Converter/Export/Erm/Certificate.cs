using System.Collections.Generic;

using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Makes the entries by which any device proves that it computes the same bits.</summary>
internal static class Certificate
{
    /// <summary>Runs the file on inputs from seeds 1, 2, ... and hashes the outputs.</summary>
    public static IReadOnlyList<CertificateEntry> Make(byte[] file, int count)
    {
        using Model model = Model.Load(file, "trial layout");
        using Session session = new(model, new SessionOptions { Weights = WeightMemory.File });
        CertificateEntry[] entries = new CertificateEntry[count];
        for (int i = 0; i < count; i++) entries[i] = new CertificateEntry((uint)(i + 1), SelfTest.OutputChecksum(session, (uint)(i + 1)));
        return entries;
    }
}
