using System;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using System.Threading.Tasks;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Int8 convolutions, depthwise and dense layers: the portable kernel against a direct sum, the vector kernels and looked up weights against the portable one.</summary>
public unsafe class ConvolutionInt8Tests
{
    private const int Cases = 20_000;
    private const sbyte Guard = 93;

    public static TheoryData<string, bool> Kernels => [.. from k in Int8TileKernel.All.Select(k => k.Name).Append(Int8Depthwise.Name) from symbols in (bool[])[false, true] where !symbols || k != Int8Depthwise.Name select (k, symbols)];

    [Fact]
    public void PortableEqualsTheDefinition()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Case c = new(seed, seed % 5 == 0);
            sbyte[] y = c.Portable();
            for (int i = 0; i < c.OutputCount; i++) Assert.True(c.Definition(i) == y[i], $"seed {seed}, output {i}: {y[i]} instead of {c.Definition(i)}");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EqualsThePortableKernel(string name, bool symbols)
    {
        // The kernel for AVX-VNNI computes the same with AVX2 where the machine lacks it.
        Assert.SkipUnless(Avx2.IsSupported, "this machine lacks AVX2");
        Int8TileKernel? tiles = Int8TileKernel.All.SingleOrDefault(k => k.Name == name);
        Parallel.For(0, Cases, seed =>
        {
            Case c = new(seed, tiles == null, symbols);
            sbyte[] expected = c.Portable(), actual = tiles == null ? c.Depthwise() : c.Tiles(tiles);
            if (expected.AsSpan().SequenceEqual(actual)) return;
            int i = Enumerable.Range(0, expected.Length).First(i => expected[i] != actual[i]);
            Assert.Fail($"{name}, seed {seed}, element {i} of {c.OutputCount}: {actual[i]} instead of {expected[i]}");
        });
    }

    /// <summary>A random geometry with its data; one in four has extreme values only. Outputs are followed by a guard that must survive.</summary>
    private sealed class Case
    {
        private readonly sbyte[] x;
        private readonly sbyte[] w;
        private readonly Requantisation[] outputs;
        private readonly int zeroPoint;

        // Weights take the values of symbols of so many bits, or any when 0.
        private readonly int bits;
        private ConvolutionShape s;

        public Case(int seed, bool depthwise, bool symbols = false)
        {
            Random r = new(seed);
            s = RandomShape.Of(r, depthwise);
            bool extreme = r.Next(4) == 0;
            zeroPoint = extreme ? 127 : r.Next(-128, 128);
            bits = symbols ? 1 << r.Next(4) : 0;
            int least = symbols ? -(1 << (bits - 1)) : -128, end = symbols ? 1 << (bits - 1) : 128;
            x = [.. Enumerable.Range(0, s.Batch * s.Height * s.Width * s.Channels).Select(_ => (sbyte)(extreme ? -128 : r.Next(-128, 128)))];
            w = [.. Enumerable.Range(0, s.OutChannels * RowLength).Select(_ => (sbyte)(extreme ? least : r.Next(least, end)))];
            int shift = r.Next(-14, 1), low = r.Next(-128, 0), high = r.Next(0, 128), zero = r.Next(-128, 128);
            outputs = [.. Enumerable.Range(0, s.OutChannels).Select(_ => new Requantisation { Bias = r.Next(-5000, 5000), Multiplier = r.Next(), Shift = shift - r.Next(2), ZeroPoint = zero, ClampMin = low, ClampMax = high })];
        }

        public int OutputCount => s.Batch * s.OutHeight * s.OutWidth * s.OutChannels;

        private int RowLength => s.KernelH * s.KernelW * s.GroupChannels;

        public sbyte[] Portable()
        {
            sbyte[] y = Outputs();
            uint[] sums = new uint[s.Batch * s.OutHeight * s.OutWidth];
            fixed (sbyte* xp = x, wp = w, yp = y)
            fixed (uint* sp = sums)
            {
                for (int c = 0; c < s.OutChannels; c++)
                {
                    Array.Clear(sums);
                    ConvolutionInt8.AddTile(ref s, xp, 0, zeroPoint, wp, c * RowLength, 0, RowLength, sp, 0, c);
                    ConvolutionInt8.Finish(ref s, sp, 0, yp, 0, c, ref outputs[c]);
                }
            }

            return y;
        }

        public sbyte[] Tiles(Int8TileKernel kernel)
        {
            sbyte[] y = Outputs();
            using Int8Symbols? symbols = bits > 0 ? new(s, bits, [.. Enumerable.Range(0, PackedSymbols.Entries).Select(i => (sbyte)Value(i))]) : null;
            using Int8Convolution convolution = new(kernel, s, outputs, symbols);
            for (int row = 0; row < s.OutChannels; row++)
            {
                sbyte[] values = w[(row * RowLength)..((row + 1) * RowLength)];
                if (symbols == null) convolution.Weights.SetRow(row, values);
                else symbols.SetRow(row, [.. values.Select(v => (byte)(v & ((1 << bits) - 1)))]);
            }

            fixed (sbyte* xp = x, yp = y)
            {
                convolution.Pad(xp, zeroPoint, 0, convolution.PadUnits);
                // In two parts, the second first, as threads may.
                int half = convolution.Units / 2;
                convolution.Run(yp, half, convolution.Units);
                convolution.Run(yp, 0, half);
            }

            return y;
        }

        public sbyte[] Depthwise()
        {
            sbyte[] y = Outputs();
            using Int8Depthwise convolution = new(s, outputs);
            for (int row = 0; row < s.OutChannels; row++) convolution.SetRow(row, w.AsSpan(row * RowLength, RowLength));
            fixed (sbyte* xp = x, yp = y)
            {
                convolution.Pad(xp, zeroPoint, 0, convolution.PadUnits);
                convolution.Run(yp, 0, convolution.Units);
            }

            return y;
        }

        public int Definition(int output)
        {
            int oc = output % s.OutChannels, ox = output / s.OutChannels % s.OutWidth;
            int oy = output / s.OutChannels / s.OutWidth % s.OutHeight, n = output / s.OutChannels / s.OutWidth / s.OutHeight;
            int sum = outputs[oc].Bias;
            for (int k = 0; k < RowLength; k++)
            {
                int position = k / s.GroupChannels, c = oc / s.GroupOutChannels * s.GroupChannels + k % s.GroupChannels;
                int iy = oy * s.StrideH - s.PadTop + position / s.KernelW * s.DilationH, ix = ox * s.StrideW - s.PadLeft + position % s.KernelW * s.DilationW;
                if (iy >= 0 && iy < s.Height && ix >= 0 && ix < s.Width) sum += (x[((n * s.Height + iy) * s.Width + ix) * s.Channels + c] - zeroPoint) * w[oc * RowLength + k];
            }

            ref Requantisation q = ref outputs[oc];
            return Math.Clamp(FixedPoint.Rescale(sum, q.Multiplier, q.Shift) + q.ZeroPoint, q.ClampMin, q.ClampMax);
        }

        private int Value(int symbol) => bits == 8 ? 0 : symbol << (32 - bits) >> (32 - bits);

        private sbyte[] Outputs()
        {
            sbyte[] y = new sbyte[OutputCount + 32];
            Array.Fill(y, Guard);
            return y;
        }
    }
}
