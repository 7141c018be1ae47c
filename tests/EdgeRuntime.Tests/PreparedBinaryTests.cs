using System;
using System.Linq;

using EdgeRuntime.Format;
using EdgeRuntime.Targets.Tests;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>Layers over bits with binary and with ternary weights, of random geometry, to floats, int8 and bits: prepared and portable kernels give the same bits. Records that lie are refused.</summary>
public class PreparedBinaryTests
{
    private const int Slot = 1024;

    // Of each kind of result and padding.
    private const int Cases = 3_400;

    [Theory]
    [InlineData(0, Kind.Float32, false)]
    [InlineData(1, Kind.Float32, false)]
    [InlineData(0, Kind.Int8, false)]
    [InlineData(1, Kind.Int8, false)]
    [InlineData(0, Kind.Bits, false)]
    [InlineData(1, Kind.Bits, false)]
    [InlineData(0, Kind.Float32, true)]
    [InlineData(1, Kind.Float32, true)]
    [InlineData(0, Kind.Int8, true)]
    [InlineData(1, Kind.Int8, true)]
    [InlineData(0, Kind.Bits, true)]
    [InlineData(1, Kind.Bits, true)]
    public void EqualsThePortableKernel(int padsAreOnes, int result, bool ternary)
    {
        int portableRuns = 0, done = 0;
        for (int seed = 1; done < Cases; seed++)
        {
            byte[]? file = Network(new Random(seed), seed, padsAreOnes, result, ternary);
            if (file == null) continue;
            done++;
            using Model model = Model.Load(file, $"seed {seed}");
            using Session portable = new(model, new SessionOptions { Weights = WeightMemory.File });
            using Session prepared = new(model);
            uint expected = SelfTest.OutputChecksum(portable, 1), actual = SelfTest.OutputChecksum(prepared, 1);
            Assert.True(expected == actual, $"seed {seed}: output checksum {actual:x8} instead of {expected:x8}");
            portableRuns += Enumerable.Range(0, prepared.OperationCount).Count(i => prepared.KernelOf(i) == "portable");
        }

        Assert.Equal(0, portableRuns);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(-128, true)]
    [InlineData(-129, false)]
    public void ThresholdsOfInt8BeyondItsRangeAreRefused(int threshold, bool valid) => Check(valid, s =>
    {
        int x = s.Input(Kind.Int8, 1, 4);
        s.Add(Opcode.BinariseInt8, Kind.Bits, [x], w => { w.Varint(4); s.IntegerVector(w, 4, 2 * threshold, 2 * threshold + 2); });
        return x;
    });

    [Theory]
    [InlineData(41, true)]
    [InlineData(42, false)]
    [InlineData(-41, true)]
    [InlineData(-42, false)]
    public void ThresholdsBeyondTheDotProductsAreRefused(int threshold, bool valid) => Check(valid, s =>
    {
        int x = s.Input(Kind.Int8, 1, 40);
        int bits = s.Add(Opcode.BinariseInt8, Kind.Bits, [x], w => { w.Varint(40); s.Thresholds(w, 40, 128); });
        s.Add(Opcode.DenseBinaryBits, Kind.Bits, [bits], w => { s.Bits(w, 3, 1, 40, scaled: false); s.IntegerVector(w, 3, 2 * threshold, 2 * threshold + 2); });
        return x;
    });

    [Fact]
    public void ScalesHaveNoPlaceInLayersToIntegers() => Check(false, s =>
    {
        int x = s.Input(Kind.Int8, 1, 40);
        int bits = s.Add(Opcode.BinariseInt8, Kind.Bits, [x], w => { w.Varint(40); s.Thresholds(w, 40, 128); });
        s.Add(Opcode.DenseBinaryBits, Kind.Bits, [bits], w => { s.Bits(w, 3, 1, 40); s.Thresholds(w, 3, 4); });
        return x;
    }, Status.WrongEncoding);

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void AMaskHasABitAChannel(int channels, bool valid) => Check(valid, s =>
    {
        int x = s.Input(Kind.Int8, 1, 2, 2, 40);
        int bits = s.Add(Opcode.BinariseInt8, Kind.Bits, [x], w => { w.Varint(40); s.Thresholds(w, 40, 128); });
        s.Add(Opcode.MaxPoolBits, Kind.Bits, [bits], w => { w.U8(16); w.Varint(2); w.Varint(channels); w.U32(1); w.U32(0); });
        return x;
    }, Status.WrongShape);

    private static void Check(bool valid, Func<Sketch, int> network, int status = Status.WrongAttribute)
    {
        Sketch s = new(1);
        byte[] file = s.Finish(Kind.Int8, network(s));
        if (valid) Model.Load(file).Dispose();
        else Assert.Equal(status, Assert.Throws<ModelFormatException>(() => Model.Load(file)).Status);
    }

    // Null when the window does not fit or a tensor exceeds its slot.
    private static byte[]? Network(Random r, int seed, int padsAreOnes, int result, bool ternary)
    {
        int batch = r.Next(1, 3), height = r.Next(1, 7), width = r.Next(1, 24), channels = r.Next(1, 70), outputs = r.Next(1, 10);
        int[] window = [r.Next(1, 4), r.Next(1, 4), r.Next(1, 3), r.Next(1, 3), r.Next(1, 3), r.Next(1, 3)];
        int[] pads = [r.Next(3), r.Next(3), r.Next(3), r.Next(3)];
        int high = height + pads[0] + pads[2] - (window[0] - 1) * window[4] - 1, wide = width + pads[1] + pads[3] - (window[1] - 1) * window[5] - 1;
        if (high < 0 || wide < 0 || batch * height * width * channels > Slot) return null;
        if (batch * (high / window[2] + 1) * (wide / window[3] + 1) * outputs > Slot) return null;
        Sketch s = new(seed);
        if (result == Kind.Float32)
        {
            int x = s.Input(Kind.Float32, batch, height, width, channels);
            int bits = s.Add(Opcode.Binarise, Kind.Bits, [x], w => w.Varint(0));
            return s.Finish(Kind.Float32, s.Add(Opcode.Conv2DBinary, Kind.Float32, [bits], w => { Convolution(w, 32, true); s.FloatVector(w, outputs); }));
        }

        int integers = s.Input(Kind.Int8, batch, height, width, channels);
        int signs = s.Add(Opcode.BinariseInt8, Kind.Bits, [integers], w => { w.Varint(channels); s.Thresholds(w, channels, 128); });
        if (result == Kind.Int8)
            return s.Finish(Kind.Int8, s.Add(Opcode.Conv2DBinaryInt8, Kind.Int8, [signs], w => { Convolution(w, 32 | 64, false); s.Requantisation(w, outputs, outputs, fromBits: true); }));
        int y = s.Add(Opcode.Conv2DBinaryBits, Kind.Bits, [signs], w => { Convolution(w, 0, false); s.Thresholds(w, outputs, channels); });
        int again = s.Add(Opcode.DenseBinaryBits, Kind.Bits, [y], w => { Signs(w, 2 * outputs, 1, outputs, false); s.Thresholds(w, 2 * outputs, outputs); });
        return s.Finish(Kind.Int8, s.Add(Opcode.DenseBinaryInt8, Kind.Int8, [again], w => { w.U8(32 | 64); Signs(w, outputs, 1, 2 * outputs, false); s.Requantisation(w, outputs, outputs, fromBits: true); }));

        void Convolution(ByteWriter w, int flags, bool scaled)
        {
            w.U8(1 | 2 | 4 | 8 | padsAreOnes << 4 | flags);
            foreach (int value in window) w.Varint(value);
            foreach (int value in pads) w.Varint(value);
            Signs(w, outputs, window[0] * window[1], channels, scaled);
        }

        void Signs(ByteWriter w, int rows, int groups, int inputs, bool scaled)
        {
            if (ternary) s.Trits(w, rows, groups, inputs, scaled);
            else s.Bits(w, rows, groups, inputs, scaled);
        }
    }
}
