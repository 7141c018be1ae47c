using System;

using EdgeRuntime.Format;
using EdgeRuntime.Targets.Tests;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>Binary convolutions of random geometry: prepared and portable kernels give the same bits.</summary>
public class PreparedBinaryTests
{
    private const int Slot = 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void EqualsThePortableKernel(int padsAreOnes)
    {
        int portableRuns = 0, done = 0;
        for (int seed = 1; done < 400; seed++)
        {
            byte[]? file = Network(new Random(seed), seed, padsAreOnes);
            if (file == null) continue;
            done++;
            using Model model = Model.Load(file, $"seed {seed}");
            using Session portable = new(model, new SessionOptions { PrepareWeights = false });
            using Session prepared = new(model);
            uint expected = SelfTest.OutputChecksum(portable, 1), actual = SelfTest.OutputChecksum(prepared, 1);
            Assert.True(expected == actual, $"seed {seed}: output checksum {actual:x8} instead of {expected:x8}");
            if (prepared.KernelOf(model.Header.OperationCount - 1) == "portable") portableRuns++;
        }

        Assert.Equal(0, portableRuns);
    }

    // Null when the window does not fit or a tensor exceeds its slot.
    private static byte[]? Network(Random r, int seed, int padsAreOnes)
    {
        int batch = r.Next(1, 3), height = r.Next(1, 7), width = r.Next(1, 24), channels = r.Next(1, 70), outputs = r.Next(1, 10);
        int[] window = [r.Next(1, 4), r.Next(1, 4), r.Next(1, 3), r.Next(1, 3), r.Next(1, 3), r.Next(1, 3)];
        int[] pads = [r.Next(3), r.Next(3), r.Next(3), r.Next(3)];
        int high = height + pads[0] + pads[2] - (window[0] - 1) * window[4] - 1, wide = width + pads[1] + pads[3] - (window[1] - 1) * window[5] - 1;
        if (high < 0 || wide < 0 || batch * height * width * channels > Slot) return null;
        if (batch * (high / window[2] + 1) * (wide / window[3] + 1) * outputs > Slot) return null;
        Sketch s = new(seed);
        int x = s.Input(Kind.Float32, batch, height, width, channels);
        int bits = s.Add(Opcode.Binarise, Kind.Bits, [x], w => w.Varint(0));
        int y = s.Add(Opcode.Conv2DBinary, Kind.Float32, [bits], w =>
        {
            w.U8(1 | 2 | 4 | 8 | padsAreOnes << 4 | 32);
            foreach (int value in window) w.Varint(value);
            foreach (int value in pads) w.Varint(value);
            s.Bits(w, outputs, window[0] * window[1], channels);
            s.FloatVector(w, outputs);
        });
        return s.Finish(Kind.Float32, y);
    }
}
