using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Convolution over packed weights, 16 output channels at a time. Multiplies and adds separately (never fused) and in the portable order,
/// so its floats equal those of <see cref="ConvolutionFloat"/> bit for bit.
/// </summary>
public static unsafe class ConvolutionFloatVector
{
    /// <summary>Runs the whole convolution, bias and activation included.</summary>
    public static void Run(in ConvolutionShape s, float* x, PackedWeights w, float* y, int activation)
    {
        for (int n = 0; n < s.Batch; n++)
        {
            for (int oy = 0; oy < s.OutHeight; oy++)
            {
                Row row = new(s, x, n, oy);
                for (int g = 0; g < w.Groups; g++)
                    RunRow(s, row, w, g, y + (nint)(n * s.OutHeight + oy) * s.OutWidth * s.OutChannels, activation);
            }
        }
    }

    private static void RunRow(in ConvolutionShape s, in Row row, PackedWeights w, int group, float* y, int activation)
    {
        int ox = 0;
        while (ox < s.OutWidth)
        {
            bool four = ox + 4 <= s.OutWidth && row.IsWhole(s, ox) && row.IsWhole(s, ox + 3);
            Span span = new(s, row, ox, group);
            for (int p = 0; p < w.Panels; p++)
            {
                int lanes = int.Min(PackedWeights.Panel, w.GroupRows - p * PackedWeights.Panel);
                float* to = y + (nint)ox * s.OutChannels + group * w.GroupRows + p * PackedWeights.Panel;
                Target t = new(to, s.OutChannels, lanes, w.BiasAt(group, p), activation);
                if (four) Four(s, row, span, w.PanelAt(group, p), t);
                else if (p + 4 <= w.Panels && lanes == PackedWeights.Panel && w.GroupRows - p * PackedWeights.Panel >= 4 * PackedWeights.Panel)
                {
                    OneByFour(s, row, span, w.PanelAt(group, p), (nint)w.RowLength * PackedWeights.Panel, t);
                    p += 3;
                }
                else One(s, row, span, w.PanelAt(group, p), t);
            }

            ox += four ? 4 : 1;
        }
    }

    /// <summary>Four neighbouring pixels, one panel: eight accumulators.</summary>
    private static void Four(in ConvolutionShape s, in Row row, in Span span, float* w, in Target t)
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        nint step = (nint)s.StrideW * s.Channels;
        for (int kh = row.KernelFrom; kh < row.KernelEnd; kh++)
        {
            for (int kw = 0; kw < s.KernelW; kw++)
            {
                float* xp = span.X + (nint)(kh * s.DilationH * s.Width + kw * s.DilationW) * s.Channels;
                float* wp = w + (nint)(kh * s.KernelW + kw) * s.GroupChannels * PackedWeights.Panel;
                for (int c = 0; c < s.GroupChannels; c++)
                {
                    Vector256<float> w0 = Vector256.Load(wp);
                    Vector256<float> w1 = Vector256.Load(wp + 8);
                    Vector256<float> v = Vector256.Create(xp[c]);
                    a0 += v * w0;
                    a1 += v * w1;
                    v = Vector256.Create(xp[c + step]);
                    b0 += v * w0;
                    b1 += v * w1;
                    v = Vector256.Create(xp[c + 2 * step]);
                    c0 += v * w0;
                    c1 += v * w1;
                    v = Vector256.Create(xp[c + 3 * step]);
                    d0 += v * w0;
                    d1 += v * w1;
                    wp += PackedWeights.Panel;
                }
            }
        }

        t.Store(0, 0, a0, a1);
        t.Store(1, 0, b0, b1);
        t.Store(2, 0, c0, c1);
        t.Store(3, 0, d0, d1);
    }

    /// <summary>One pixel, one panel.</summary>
    private static void One(in ConvolutionShape s, in Row row, in Span span, float* w, in Target t)
    {
        Vector256<float> a0 = default, a1 = default;
        for (int kh = row.KernelFrom; kh < row.KernelEnd; kh++)
        {
            for (int kw = span.KernelFrom; kw < span.KernelEnd; kw++)
            {
                float* xp = span.X + (nint)(kh * s.DilationH * s.Width + kw * s.DilationW) * s.Channels;
                float* wp = w + (nint)(kh * s.KernelW + kw) * s.GroupChannels * PackedWeights.Panel;
                for (int c = 0; c < s.GroupChannels; c++)
                {
                    Vector256<float> v = Vector256.Create(xp[c]);
                    a0 += v * Vector256.Load(wp);
                    a1 += v * Vector256.Load(wp + 8);
                    wp += PackedWeights.Panel;
                }
            }
        }

        t.Store(0, 0, a0, a1);
    }

    /// <summary>One pixel, four whole panels: hides the latency of the additions when there is but one pixel (dense layers).</summary>
    private static void OneByFour(in ConvolutionShape s, in Row row, in Span span, float* w, nint panel, in Target t)
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (int kh = row.KernelFrom; kh < row.KernelEnd; kh++)
        {
            for (int kw = span.KernelFrom; kw < span.KernelEnd; kw++)
            {
                float* xp = span.X + (nint)(kh * s.DilationH * s.Width + kw * s.DilationW) * s.Channels;
                float* wp = w + (nint)(kh * s.KernelW + kw) * s.GroupChannels * PackedWeights.Panel;
                for (int c = 0; c < s.GroupChannels; c++)
                {
                    Vector256<float> v = Vector256.Create(xp[c]);
                    a0 += v * Vector256.Load(wp);
                    a1 += v * Vector256.Load(wp + 8);
                    b0 += v * Vector256.Load(wp + panel);
                    b1 += v * Vector256.Load(wp + panel + 8);
                    c0 += v * Vector256.Load(wp + 2 * panel);
                    c1 += v * Vector256.Load(wp + 2 * panel + 8);
                    d0 += v * Vector256.Load(wp + 3 * panel);
                    d1 += v * Vector256.Load(wp + 3 * panel + 8);
                    wp += PackedWeights.Panel;
                }
            }
        }

        t.Store(0, 0, a0, a1);
        t.Store(0, 1, b0, b1);
        t.Store(0, 2, c0, c1);
        t.Store(0, 3, d0, d1);
    }

    /// <summary>An output row: the kernel rows that fall into the image.</summary>
    private readonly struct Row
    {
        public readonly float* Image;
        public readonly int Top;
        public readonly int KernelFrom;
        public readonly int KernelEnd;

        public Row(in ConvolutionShape s, float* x, int n, int oy)
        {
            Image = x + (nint)n * s.Height * s.Width * s.Channels;
            Top = oy * s.StrideH - s.PadTop;
            KernelFrom = Windows.First(Top, s.DilationH);
            KernelEnd = Windows.End(Top, s.DilationH, s.Height, s.KernelH);
        }

        /// <summary>Whether all kernel columns of output column <paramref name="ox"/> fall into the image.</summary>
        public bool IsWhole(in ConvolutionShape s, int ox)
        {
            int left = ox * s.StrideW - s.PadLeft;
            return left >= 0 && left + (s.KernelW - 1) * s.DilationW < s.Width;
        }
    }

    /// <summary>An output pixel: where its window begins and the kernel columns inside the image.</summary>
    private readonly struct Span
    {
        /// <summary>Input of kernel position (0, 0); may lie before the image, but is then not read.</summary>
        public readonly float* X;
        public readonly int KernelFrom;
        public readonly int KernelEnd;

        public Span(in ConvolutionShape s, in Row row, int ox, int group)
        {
            int left = ox * s.StrideW - s.PadLeft;
            X = row.Image + (nint)(row.Top * s.Width + left) * s.Channels + group * s.GroupChannels;
            KernelFrom = Windows.First(left, s.DilationW);
            KernelEnd = Windows.End(left, s.DilationW, s.Width, s.KernelW);
        }
    }

    /// <summary>Where a block's results go.</summary>
    private readonly struct Target(float* y, int pixelStep, int lanes, float* bias, int activation)
    {
        /// <summary>Adds the bias, applies the activation, writes the lanes that exist.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(int pixel, int panel, Vector256<float> low, Vector256<float> high)
        {
            float* to = y + (nint)pixel * pixelStep + panel * PackedWeights.Panel;
            low = Activate(low + Vector256.Load(bias + panel * PackedWeights.Panel));
            high = Activate(high + Vector256.Load(bias + panel * PackedWeights.Panel + 8));
            if (lanes == PackedWeights.Panel)
            {
                low.Store(to);
                high.Store(to + 8);
                return;
            }

            float* all = stackalloc float[PackedWeights.Panel];
            low.Store(all);
            high.Store(all + 8);
            for (int i = 0; i < lanes; i++) to[i] = all[i];
        }

        private Vector256<float> Activate(Vector256<float> v)
        {
            if (activation == 0) return v;
            v = Vector256.ConditionalSelect(Vector256.GreaterThan(v, Vector256<float>.Zero), v, Vector256<float>.Zero);
            Vector256<float> six = Vector256.Create(6f);
            return activation == 2 ? Vector256.ConditionalSelect(Vector256.GreaterThan(v, six), six, v) : v;
        }
    }
}
