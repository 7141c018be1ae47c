using System;
using System.Linq;
using System.Runtime.InteropServices;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>The portable kernel against a direct sum in double, the vector kernel against the portable one bit for bit.</summary>
public unsafe class ConvolutionFloatTests
{
    private const float Guard = 12345.678f;
    private const int Cases = 20_000;

    [Fact]
    public void PortableEqualsTheDefinition()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Case c = new(seed);
            float[] y = c.Portable(1024);
            for (int i = 0; i < c.OutputCount; i++)
            {
                double expected = c.Definition(i);
                Assert.True(Math.Abs(y[i] - expected) < 1e-4 * Math.Max(1, Math.Abs(expected)), $"seed {seed}, output {i}: {y[i]} instead of {expected}");
            }
        }
    }

    [Fact]
    public void TilesDoNotChangeTheSum()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Case c = new(seed);
            Assert.Equal(c.Portable(1024), c.Portable(7));
        }
    }

    [Fact]
    public void SingleWeightsGiveTheSameSum()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Case c = new(seed);
            Assert.Equal(c.Portable(1024), c.WeightByWeight());
        }
    }

    public static TheoryData<string> Kernels => [.. FloatTileKernel.All.Select(k => k.Name), FloatDepthwise.Name];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EqualsThePortableKernelBitForBit(string name)
    {
        FloatTileKernel? tiles = FloatTileKernel.All.SingleOrDefault(k => k.Name == name);
        // Vectors wider than the machine's are computed in halves, so every kernel can be checked.
        for (int seed = 0; seed < Cases; seed++)
        {
            Case c = new(seed, tiles == null);
            float[] expected = c.Portable(1024);
            float[] actual = tiles == null ? c.Depthwise() : c.Tiles(tiles);
            if (MemoryMarshal.AsBytes<float>(expected).SequenceEqual(MemoryMarshal.AsBytes<float>(actual))) continue;
            int i = Enumerable.Range(0, expected.Length).First(i => BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]));
            Assert.Fail($"{name}, seed {seed}, element {i}: {actual[i]} instead of {expected[i]}");
        }
    }

    /// <summary>A random geometry with its data; outputs are followed by a guard that must survive.</summary>
    private sealed class Case
    {
        private readonly float[] x;
        private readonly float[] w;
        private readonly float[] bias;
        private readonly int activation;
        private ConvolutionShape s;

        public Case(int seed, bool depthwise = false)
        {
            Random r = new(seed);
            s = RandomShape.Of(r, depthwise);
            activation = r.Next(3);
            x = Random(r, s.Batch * s.Height * s.Width * s.Channels);
            w = Random(r, s.OutChannels * RowLength);
            bias = Random(r, s.OutChannels);
        }

        public int OutputCount => s.Batch * s.OutHeight * s.OutWidth * s.OutChannels;

        private int RowLength => s.KernelH * s.KernelW * s.GroupChannels;

        public float[] Portable(int tile) => Run((xp, wp, yp, channel) =>
        {
            for (int k = 0; k < RowLength; k += tile)
                ConvolutionFloat.AddTile(ref s, (float*)xp, 0, (float*)wp, channel * RowLength + k, k, Math.Min(tile, RowLength - k), (float*)yp, 0, channel);
        });

        public float[] WeightByWeight() => Run((xp, wp, yp, channel) =>
        {
            for (int k = 0; k < RowLength; k++)
                ConvolutionFloat.AddWeight(ref s, (float*)xp, 0, ((float*)wp)[channel * RowLength + k], k, (float*)yp, 0, channel);
        });

        public float[] Tiles(FloatTileKernel kernel)
        {
            float[] y = Outputs();
            using FloatConvolution convolution = new(kernel, s);
            for (int row = 0; row < s.OutChannels; row++) convolution.Weights.SetRow(row, w.AsSpan(row * RowLength, RowLength), bias[row]);
            fixed (float* xp = x, yp = y)
            {
                convolution.Pad(xp, 0, convolution.PadUnits);
                // In two parts, the second first, as threads may.
                int half = convolution.Units / 2;
                convolution.Run(xp, yp, activation, half, convolution.Units);
                convolution.Run(xp, yp, activation, 0, half);
            }

            return y;
        }

        public float[] Depthwise()
        {
            float[] y = Outputs();
            using FloatDepthwise convolution = new(s, bias);
            for (int row = 0; row < s.OutChannels; row++) convolution.SetRow(row, w.AsSpan(row * RowLength, RowLength));
            fixed (float* xp = x, yp = y)
            {
                convolution.Pad(xp, 0, convolution.PadUnits);
                convolution.Run(xp, yp, activation, 0, convolution.Units);
            }

            return y;
        }

        public double Definition(int output)
        {
            int oc = output % s.OutChannels;
            int ox = output / s.OutChannels % s.OutWidth;
            int oy = output / s.OutChannels / s.OutWidth % s.OutHeight;
            int n = output / s.OutChannels / s.OutWidth / s.OutHeight;
            double sum = bias[oc];
            for (int kh = 0; kh < s.KernelH; kh++)
                for (int kw = 0; kw < s.KernelW; kw++)
                    for (int c = 0; c < s.GroupChannels; c++)
                    {
                        int iy = oy * s.StrideH - s.PadTop + kh * s.DilationH;
                        int ix = ox * s.StrideW - s.PadLeft + kw * s.DilationW;
                        if (iy < 0 || iy >= s.Height || ix < 0 || ix >= s.Width) continue;
                        double v = x[((n * s.Height + iy) * s.Width + ix) * s.Channels + oc / s.GroupOutChannels * s.GroupChannels + c];
                        sum += v * w[oc * RowLength + (kh * s.KernelW + kw) * s.GroupChannels + c];
                    }

            return activation == 0 ? sum : activation == 1 ? Math.Max(sum, 0) : Math.Clamp(sum, 0, 6);
        }

        private float[] Run(Action<nint, nint, nint, int> channel)
        {
            float[] y = Outputs();
            fixed (float* xp = x, wp = w, yp = y)
            {
                for (int c = 0; c < s.OutChannels; c++)
                {
                    ConvolutionFloat.Clear(ref s, yp, 0, c);
                    channel((nint)xp, (nint)wp, (nint)yp, c);
                    ConvolutionFloat.Finish(ref s, yp, 0, c, bias[c], activation);
                }
            }

            return y;
        }

        private float[] Outputs()
        {
            float[] y = new float[OutputCount + 16];
            Array.Fill(y, Guard);
            return y;
        }

        private static float[] Random(Random r, int count)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) values[i] = (float)(r.NextDouble() * 2 - 1);
            return values;
        }
    }
}
