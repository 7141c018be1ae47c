using System;
using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>Kinds of output pixels: those of one kind have the same positions of their windows inside the image.</summary>
internal sealed class BorderKinds
{
    private readonly Side rows;
    private readonly Side columns;
    private readonly int channels;

    /// <param name="s">Geometry.</param>
    /// <param name="allInside">Positions outside count like those inside: there is one kind.</param>
    public BorderKinds(in ConvolutionShape s, bool allInside)
    {
        rows = new Side(s.OutHeight, s.StrideH, s.PadTop, s.KernelH, s.DilationH, allInside ? int.MaxValue : s.Height);
        columns = new Side(s.OutWidth, s.StrideW, s.PadLeft, s.KernelW, s.DilationW, allInside ? int.MaxValue : s.Width);
        channels = s.Channels;
    }

    /// <summary>Number of kinds.</summary>
    public int Count => rows.Kinds.Count * columns.Kinds.Count;

    /// <summary>The kind of an output pixel.</summary>
    public int Of(int oy, int ox) => rows.Of[oy] * columns.Kinds.Count + columns.Of[ox];

    /// <summary>Whether a position of the window is inside the image.</summary>
    public bool Contains(int kind, int kh, int kw) => rows.Contains(kind / columns.Kinds.Count, kh) && columns.Contains(kind % columns.Kinds.Count, kw);

    /// <summary>Signs inside the image.</summary>
    public int Signs(int kind) => rows.Kinds[kind / columns.Kinds.Count].Count * columns.Kinds[kind % columns.Kinds.Count].Count * channels;

    private sealed class Side
    {
        public Side(int outputs, int stride, int pad, int kernel, int dilation, int size)
        {
            Of = new int[outputs];
            for (int i = 0; i < outputs; i++)
            {
                (int, int) range = size == int.MaxValue ? (0, kernel) : Inside(i * stride - pad, kernel, dilation, size);
                int kind = Kinds.IndexOf(range);
                if (kind < 0)
                {
                    kind = Kinds.Count;
                    Kinds.Add(range);
                }

                Of[i] = kind;
            }
        }

        public int[] Of { get; }

        public List<(int First, int Count)> Kinds { get; } = [];

        public bool Contains(int kind, int position) => position >= Kinds[kind].First && position < Kinds[kind].First + Kinds[kind].Count;

        private static (int First, int Count) Inside(int start, int kernel, int dilation, int size)
        {
            int first = start < 0 ? (-start + dilation - 1) / dilation : 0;
            int end = start >= size ? 0 : Math.Min(kernel, (size - 1 - start) / dilation + 1);
            return end > first ? (first, end - first) : (0, 0);
        }
    }
}
