using System;

namespace EdgeRuntime.Kernels;

/// <summary>
/// A binary convolution with its weights in the layout of one kernel. Work is cut into units that may run in any order and on any thread:
/// first all of <see cref="Pack"/>, then all of <see cref="Run"/>.
/// </summary>
public abstract unsafe class BinaryConvolution : IDisposable
{
    /// <param name="shape">Geometry; Channels are bits, each pixel whole words.</param>
    /// <param name="padsAreOnes">Positions outside the image count as +1 instead of 0.</param>
    protected BinaryConvolution(in ConvolutionShape shape, bool padsAreOnes)
    {
        Shape = shape;
        PadsAreOnes = padsAreOnes;
        PixelWords = (shape.Channels + 31) >> 5;
        RowWords = shape.KernelH * shape.KernelW * PixelWords;
        Pixels = shape.Batch * shape.OutHeight * shape.OutWidth;
    }

    ~BinaryConvolution() => Free();

    /// <summary>Units of <see cref="Pack"/>, 0 when the kernel reads the image as it is.</summary>
    public virtual int PackUnits => 0;

    /// <summary>Units of <see cref="Run"/>.</summary>
    public abstract int Units { get; }

    protected ConvolutionShape Shape { get; }

    protected bool PadsAreOnes { get; }

    /// <summary>Words of an input pixel, and of one output channel's weights.</summary>
    protected int PixelWords { get; }

    protected int RowWords { get; }

    /// <summary>Output pixels, all batch elements together.</summary>
    protected int Pixels { get; }

    /// <summary>Brings units <paramref name="from"/> to <paramref name="end"/> - 1 of the image into the kernel's layout.</summary>
    public virtual void Pack(uint* x, int from, int end)
    {
    }

    /// <summary>Computes units <paramref name="from"/> to <paramref name="end"/> - 1 of the output.</summary>
    /// <param name="x">Input words [batch, height, width, words].</param>
    /// <param name="output">What becomes of the dot products.</param>
    /// <param name="from">First unit.</param>
    /// <param name="end">One past the last unit.</param>
    /// <param name="thread">Number of the calling thread, for scratch.</param>
    public abstract void Run(uint* x, BinaryOutput output, int from, int end, int thread);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory the kernel took.</summary>
    protected abstract void Free();

    /// <summary>Input row and column of the first position of an output pixel's window, and its batch element.</summary>
    protected (int Image, int Top, int Left) Window(int pixel)
    {
        int row = pixel / Shape.OutWidth;
        int image = row / Shape.OutHeight;
        return (image, (row - image * Shape.OutHeight) * Shape.StrideH - Shape.PadTop, (pixel - row * Shape.OutWidth) * Shape.StrideW - Shape.PadLeft);
    }

    /// <summary>Signs that take part in the dot products of an output pixel.</summary>
    protected int Signs(int top, int left)
        => PadsAreOnes ? Shape.KernelH * Shape.KernelW * Shape.Channels
            : Inside(top, Shape.KernelH, Shape.DilationH, Shape.Height) * Inside(left, Shape.KernelW, Shape.DilationW, Shape.Width) * Shape.Channels;

    private static int Inside(int start, int kernel, int dilation, int size)
    {
        int first = start < 0 ? (-start + dilation - 1) / dilation : 0;
        int last = start >= size ? -1 : Math.Min(kernel - 1, (size - 1 - start) / dilation);
        return Math.Max(0, last - first + 1);
    }
}
