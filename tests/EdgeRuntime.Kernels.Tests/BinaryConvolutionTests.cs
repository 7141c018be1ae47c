using System;
using System.Linq;
using System.Runtime.Intrinsics.X86;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Every kernel of convolutions over bits that this machine can run, of binary and of ternary weights, against the definition: random geometries around the edges of tiles, both paddings, all outputs.</summary>
public unsafe class BinaryConvolutionTests
{
    private const int Cases = 20_000;

    public static TheoryData<string> Kernels => [.. BinaryConvolutionKernel.All.Select(k => k.Name)];

    public static TheoryData<string> TernaryKernels => [.. TernaryConvolutionKernel.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EqualsTheDefinition(string name)
    {
        BinaryConvolutionKernel kernel = BinaryConvolutionKernel.All.Single(k => k.Name == name);
        if (!Runs(kernel)) Assert.Skip($"this machine lacks the instructions of {name}");
        for (int seed = 0, taken = 0; taken < Cases; seed++)
            if (new Case(seed).Check(kernel, seed)) taken++;
    }

    [Theory]
    [MemberData(nameof(TernaryKernels))]
    public void TernaryEqualsTheDefinition(string name)
    {
        TernaryConvolutionKernel kernel = TernaryConvolutionKernel.All.Single(k => k.Name == name);
        if (!Runs(kernel)) Assert.Skip($"this machine lacks the instructions of {name}");
        for (int seed = 0, taken = 0; taken < Cases; seed++)
            if (new Case(seed, ternary: true).Check(kernel, seed)) taken++;
    }

    [Fact]
    public void SumsDoNotOverflow()
    {
        foreach (int channels in new[] { 248, 252, 256, 504, 508, 16384, 32764, 65532 })
        {
            foreach (BinaryConvolutionKernel kernel in BinaryConvolutionKernel.All.Where(Runs)) new Case(channels, channels).Check(kernel, channels);
            foreach (TernaryConvolutionKernel kernel in TernaryConvolutionKernel.All.Where(Runs)) new Case(channels, channels, ternary: true).Check(kernel, channels);
        }
    }

    // Vectors that the machine lacks are computed in halves.
    private static bool Runs(IKernel kernel) => kernel.IsSupported || (Avx2.IsSupported && kernel.Name.EndsWith("avx512", StringComparison.Ordinal));

    private sealed class Case
    {
        private readonly uint[] x;
        private readonly uint[] rows;
        private readonly float[] scales;
        private readonly float[] biases;
        private readonly Requantisation[] requantisations;
        private readonly bool ones;
        private readonly bool ternary;
        private readonly int activation;
        private ConvolutionShape s;

        public Case(int seed, int channels = 0, bool ternary = false)
        {
            this.ternary = ternary;
            Random r = new(seed);
            s.Batch = r.Next(8) == 0 ? 2 : 1;
            (s.KernelH, s.KernelW) = channels > 0 ? (1, 1) : (r.Next(1, 4), r.Next(1, 4));
            (s.StrideH, s.StrideW, s.DilationH, s.DilationW) = (r.Next(1, 3), r.Next(1, 3), r.Next(1, 3), r.Next(1, 3));
            (s.PadTop, s.PadLeft, s.PadBottom, s.PadRight) = (r.Next(3), r.Next(3), r.Next(3), r.Next(3));
            s.Height = Math.Max(r.Next(1, 5), (s.KernelH - 1) * s.DilationH + 1);
            s.Width = Math.Max(r.Next(1, 8), (s.KernelW - 1) * s.DilationW + 1);
            s.Channels = s.GroupChannels = channels > 0 ? channels : r.Next(4) == 0 ? 32 * r.Next(1, 4) : r.Next(1, 70);
            s.OutChannels = s.GroupOutChannels = channels > 0 ? 67 : r.Next(4) == 0 ? r.Next(30, 135) : r.Next(1, 12);
            s.OutHeight = (s.Height + s.PadTop + s.PadBottom - (s.KernelH - 1) * s.DilationH - 1) / s.StrideH + 1;
            s.OutWidth = (s.Width + s.PadLeft + s.PadRight - (s.KernelW - 1) * s.DilationW - 1) / s.StrideW + 1;
            ones = r.Next(2) == 0;
            activation = r.Next(3);
            bool extreme = channels > 0 || r.Next(5) == 0;
            x = Words(r, s.Batch * s.Height * s.Width, extreme ? uint.MaxValue : null);
            rows = Words(r, s.OutChannels * (ternary ? 2 : 1) * Positions, extreme ? ternary ? uint.MaxValue : 0u : null);
            if (ternary) ClearSignsOfZeros();
            scales = [.. Enumerable.Range(0, s.OutChannels).Select(_ => (float)(r.NextDouble() - 0.5))];
            biases = [.. Enumerable.Range(0, s.OutChannels).Select(_ => (float)(r.NextDouble() - 0.5) * 4)];
            int zero = r.Next(-128, 128), low = r.Next(-128, 0);
            requantisations = [.. scales.Select(_ => new Requantisation { Bias = r.Next(-80_000, 80_000), Multiplier = r.Next(1 << 30, int.MaxValue), Shift = r.Next(-14, -6), ZeroPoint = zero, ClampMin = low, ClampMax = 120 })];
        }

        private int PixelWords => (s.Channels + 31) >> 5;

        private int Positions => s.KernelH * s.KernelW;

        // Words of a channel, all its planes.
        private int RowWords => (ternary ? 2 : 1) * Positions * PixelWords;

        public bool Check(BinaryConvolutionKernel kernel, int seed)
        {
            if (!kernel.Takes(s)) return false;
            fixed (uint* r = rows)
            {
                using BinaryConvolution c = kernel.Create(s, ones, r, 1);
                Check(kernel.Name, c, output => output, seed);
            }

            return true;
        }

        public bool Check(TernaryConvolutionKernel kernel, int seed)
        {
            if (!kernel.Takes(s)) return false;
            fixed (uint* r = rows)
            {
                using BinaryConvolution c = kernel.Create(s, ones, r, 1);
                Check(kernel.Name, c, kernel.Output, seed);
            }

            return true;
        }

        private void Check(string name, BinaryConvolution c, Func<BinaryOutput, BinaryOutput> output, int seed)
        {
            int pixels = s.Batch * s.OutHeight * s.OutWidth, words = (s.OutChannels + 31) >> 5;
            float[] y = new float[pixels * s.OutChannels];
            uint[] bits = new uint[pixels * words];
            int most = s.KernelH * s.KernelW * s.Channels;
            sbyte[] integers = new sbyte[y.Length];
            fixed (uint* px = x, pb = bits)
            fixed (float* py = y)
            fixed (sbyte* pi = integers)
            {
                c.Pack(px, 0, c.PackUnits);
                c.Run(px, output(new BinaryFloatOutput(s.OutChannels, scales, biases, activation) { Y = py }), 0, c.Units, 0);
                using BinaryInt8Output int8 = new(requantisations, most) { Y = pi };
                c.Run(px, output(int8), 0, c.Units, 0);
                if (most <= BinaryBitOutput.Most) c.Run(px, output(new BinaryBitOutput(s.OutChannels, most, IsOne) { Y = pb }), 0, c.Units, 0);
            }

            for (int p = 0; p < pixels; p++)
            {
                for (int channel = 0; channel < s.OutChannels; channel++)
                {
                    int dot = Dot(p, channel);
                    float expected = Value(dot, channel), actual = y[p * s.OutChannels + channel];
                    if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(actual)) Assert.Fail($"{name}, seed {seed}, pixel {p}, channel {channel}: {actual} instead of {expected}");
                    if (Int8(dot, channel) != integers[p * s.OutChannels + channel]) Assert.Fail($"{name}, seed {seed}, pixel {p}, channel {channel}: {integers[p * s.OutChannels + channel]} instead of {Int8(dot, channel)}");
                    if (most > BinaryBitOutput.Most) continue;
                    bool bit = (bits[p * words + (channel >> 5)] >> (channel & 31) & 1) != 0;
                    if (bit != IsOne(dot, channel)) Assert.Fail($"{name}, seed {seed}, pixel {p}, channel {channel}: bit {bit} for dot product {dot}");
                }

                if (most <= BinaryBitOutput.Most && (s.OutChannels & 31) != 0) Assert.Equal(0u, bits[p * words + words - 1] >> (s.OutChannels & 31));
            }
        }

        private float Value(int dot, int channel) => ConvolutionFloat.Activate(dot * scales[channel] + biases[channel], activation);

        private int Int8(int dot, int channel)
        {
            Requantisation q = requantisations[channel];
            return FixedPoint.Clamp(FixedPoint.Rescale(256 * dot + q.Bias, q.Multiplier, q.Shift) + q.ZeroPoint, q.ClampMin, q.ClampMax);
        }

        private bool IsOne(int dot, int channel) => Value(dot, channel) * (channel % 3 - 1) + 0.25f < 0f;

        private int Dot(int pixel, int channel)
        {
            int row = pixel / s.OutWidth, n = row / s.OutHeight;
            int w = channel * RowWords;
            fixed (uint* px = x, pr = rows)
                return ConvolutionBinary.Dot(ref s, px, n * s.Height * s.Width * PixelWords, pr, w, ternary ? w + Positions * PixelWords : ConvolutionBinary.NoZeros, row % s.OutHeight * s.StrideH - s.PadTop, pixel % s.OutWidth * s.StrideW - s.PadLeft, ones);
        }

        private void ClearSignsOfZeros()
        {
            int plane = Positions * PixelWords;
            for (int i = 0; i < rows.Length; i++)
                if (i / plane % 2 == 0) rows[i] &= rows[i + plane];
        }

        private uint[] Words(Random r, int count, uint? value)
        {
            uint[] words = new uint[count * PixelWords];
            for (int i = 0; i < words.Length; i++)
            {
                words[i] = value ?? (uint)r.NextInt64(1L << 32);
                int tail = s.Channels & 31;
                if (tail != 0 && i % PixelWords == PixelWords - 1) words[i] &= (1u << tail) - 1;
            }

            return words;
        }
    }
}
