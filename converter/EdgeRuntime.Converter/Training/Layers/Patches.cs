using System.Runtime.Intrinsics;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Rows of the patch matrix (im2col): for each output pixel the kernelHeight x kernelWidth x channels values under the kernel, zero in the padding.</summary>
internal static unsafe class Patches
{
    private const int LongRow = 128;

    /// <summary>Copies the patches of output pixels <paramref name="begin"/> to <paramref name="end"/> - 1.</summary>
    /// <param name="w">Geometry.</param>
    /// <param name="x">One sample, at the first channel wanted.</param>
    /// <param name="channels">Channels wanted.</param>
    /// <param name="begin">First output pixel.</param>
    /// <param name="end">One after the last.</param>
    /// <param name="patches">[end - begin, kernelHeight * kernelWidth * channels]; up to <see cref="AlignedMemory.Slack"/> floats after it are overwritten.</param>
    public static void Gather(Window w, float* x, int channels, int begin, int end, float* patches)
    {
        int row = w.KernelWidth * channels;
        for (int pixel = begin; pixel < end; pixel++)
        {
            int oy = pixel / w.OutWidth, ox = pixel % w.OutWidth;
            (int first, int last) = w.InsideColumns(ox);
            for (int ky = 0; ky < w.KernelHeight; ky++, patches += row)
            {
                int iy = w.InputRow(oy, ky);
                if (iy < 0 || iy >= w.Height || first == last)
                {
                    Elementwise.Clear(patches, row);
                    continue;
                }

                if (first > 0) Elementwise.Clear(patches, first * channels);
                if (last < w.KernelWidth) Elementwise.Clear(patches + last * channels, (w.KernelWidth - last) * channels);
                CopyRow(w, x + (long)iy * w.Width * w.Channels, channels, ox, first, last, patches);
            }
        }
    }

    /// <summary>Adds the patches of output pixels <paramref name="begin"/> to <paramref name="end"/> - 1 to where they were read: the transpose of <see cref="Gather"/>.</summary>
    public static void Scatter(Window w, float* patches, int channels, int begin, int end, float* x)
    {
        int row = w.KernelWidth * channels;
        for (int pixel = begin; pixel < end; pixel++)
        {
            int oy = pixel / w.OutWidth, ox = pixel % w.OutWidth;
            (int first, int last) = w.InsideColumns(ox);
            for (int ky = 0; ky < w.KernelHeight; ky++, patches += row)
            {
                int iy = w.InputRow(oy, ky);
                if (iy < 0 || iy >= w.Height || first == last) continue;
                float* line = x + (long)iy * w.Width * w.Channels;
                if (w.DilationX == 1 && channels == w.Channels)
                {
                    Elementwise.Add(patches + first * channels, line + w.InputColumn(ox, first) * channels, (last - first) * channels);
                    continue;
                }

                for (int kx = first; kx < last; kx++)
                    Elementwise.Add(patches + kx * channels, line + w.InputColumn(ox, kx) * w.Channels, channels);
            }
        }
    }

    private static void CopyRow(Window w, float* line, int channels, int ox, int first, int last, float* to)
    {
        if (w.DilationX == 1 && channels == w.Channels)
        {
            float* from = line + w.InputColumn(ox, first) * channels;
            int n = (last - first) * channels;
            to += first * channels;
            if (n > LongRow) Elementwise.Copy(from, to, n);
            else if (first == 0 && last == w.KernelWidth)
            {
                // May write past the row, which the next row overwrites, and past the last one into the slack.
                for (int i = 0; i < n; i += 8)
                {
                    Vector128.Load(from + i).Store(to + i);
                    Vector128.Load(from + i + 4).Store(to + i + 4);
                }
            }
            else
            {
                for (int i = 0; i < n; i++) to[i] = from[i];
            }

            return;
        }

        for (int kx = first; kx < last; kx++)
        {
            float* from = line + w.InputColumn(ox, kx) * w.Channels;
            for (int c = 0; c < channels; c++) to[kx * channels + c] = from[c];
        }
    }
}
