namespace EdgeRuntime.Kernels;

/// <summary>Geometry of a convolution over [batch, height, width, channels]; a dense layer is the case of a 1x1 image.</summary>
public struct ConvolutionShape
{
    public int Batch;
    public int Height;
    public int Width;
    public int Channels;
    public int OutHeight;
    public int OutWidth;
    public int OutChannels;
    public int KernelH;
    public int KernelW;
    public int StrideH;
    public int StrideW;
    public int DilationH;
    public int DilationW;
    public int PadTop;
    public int PadLeft;
    public int PadBottom;
    public int PadRight;

    /// <summary>Input channels that one output channel sees, and output channels that see the same input channels.</summary>
    public int GroupChannels;
    public int GroupOutChannels;
}

/// <summary>Index arithmetic shared by the convolution kernels.</summary>
public static class Windows
{
    /// <summary>Whether a weight of a row meets exactly one input element, that of its own position: a dense layer of one sample.</summary>
    public static bool IsOnePixel(ref ConvolutionShape s) =>
        s.Height == 1 && s.Width == 1 && s.Batch == 1 && s.KernelH == 1 && s.KernelW == 1 && s.OutHeight == 1 && s.OutWidth == 1 && s.GroupChannels == s.Channels;

    /// <summary>First output position whose input position o * stride + offset is not negative.</summary>
    public static int First(int offset, int stride) => offset >= 0 ? 0 : (-offset + stride - 1) / stride;

    /// <summary>One past the last output position (at most <paramref name="count"/>) whose input position is below <paramref name="size"/>.</summary>
    public static int End(int offset, int stride, int size, int count)
    {
        if (size <= offset) return 0;
        int end = (size - offset - 1) / stride + 1;
        return end < count ? end : count;
    }
}
