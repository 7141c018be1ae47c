namespace EdgeRuntime.Kernels;

/// <summary>The part of a pooling window that lies inside the image.</summary>
public struct Area
{
    /// <summary>First input row of the batch element: batch index * height.</summary>
    public int Image;
    public int Top;
    public int Left;
    public int Bottom;
    public int Right;

    /// <summary>Positions inside the image.</summary>
    public int Count;

    /// <summary>Positions inside the padded image.</summary>
    public int PaddedCount;
}

/// <summary>Computes <see cref="Area"/>.</summary>
public static class Areas
{
    /// <summary>The window of output pixel <paramref name="pixel"/>, counted over batch, rows and columns.</summary>
    public static Area Of(ref ConvolutionShape s, int pixel)
    {
        int row = pixel / s.OutWidth;
        int ox = pixel - row * s.OutWidth;
        int n = row / s.OutHeight;
        int oy = row - n * s.OutHeight;
        int top = oy * s.StrideH - s.PadTop;
        int left = ox * s.StrideW - s.PadLeft;
        Area a = default;
        a.Image = n * s.Height;
        int rows = Clip(ref a.Top, ref a.Bottom, top, s.KernelH, s.DilationH, s.Height);
        int columns = Clip(ref a.Left, ref a.Right, left, s.KernelW, s.DilationW, s.Width);
        a.Count = rows * columns;
        a.PaddedCount = Padded(top, s.KernelH, s.DilationH, s.Height + s.PadBottom) * Padded(left, s.KernelW, s.DilationW, s.Width + s.PadRight);
        return a;
    }

    private static int Clip(ref int from, ref int end, int start, int kernel, int dilation, int size)
    {
        int skip = start < 0 ? (-start + dilation - 1) / dilation : 0;
        from = start + skip * dilation;
        int last = start + (kernel - 1) * dilation;
        if (last >= size) last = size - 1;
        end = last + 1;
        return last < from ? 0 : (last - from) / dilation + 1;
    }

    private static int Padded(int start, int kernel, int dilation, int limit)
    {
        int last = start + (kernel - 1) * dilation;
        if (last >= limit) last = limit - 1;
        return last < start ? 0 : (last - start) / dilation + 1;
    }
}
