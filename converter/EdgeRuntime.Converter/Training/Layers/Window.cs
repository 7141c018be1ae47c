using System;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Geometry of a convolution or pooling over [N, H, W, C].</summary>
internal sealed class Window
{
    public Window(Node node, BatchTensor x, BatchTensor y, int kernelHeight, int kernelWidth)
    {
        if (x.Shape.Length != 4 || y.Shape.Length != 4)
            throw new ConversionException($"{node.Op} \"{node.Name}\" reads a tensor of {x.Shape.Length} dimensions; training takes images [1, H, W, C]");
        Attributes attributes = node.Attributes;
        int[] strides = attributes.Ints("strides", [1, 1]), dilations = attributes.Ints("dilations", [1, 1]), pads = attributes.Ints("pads", [0, 0, 0, 0]);
        (Height, Width, Channels) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        (OutHeight, OutWidth, OutChannels) = (y.Shape[1], y.Shape[2], y.Shape[3]);
        (KernelHeight, KernelWidth) = (kernelHeight, kernelWidth);
        (StrideY, StrideX) = (strides[0], strides[1]);
        (DilationY, DilationX) = (dilations[0], dilations[1]);
        (Top, Left, Bottom, Right) = (pads[0], pads[1], pads[2], pads[3]);
    }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    public int OutHeight { get; }

    public int OutWidth { get; }

    public int OutChannels { get; }

    public int KernelHeight { get; }

    public int KernelWidth { get; }

    public int StrideY { get; }

    public int StrideX { get; }

    public int DilationY { get; }

    public int DilationX { get; }

    public int Top { get; }

    public int Left { get; }

    public int Bottom { get; }

    public int Right { get; }

    /// <summary>Output pixels of one sample.</summary>
    public int Pixels => OutHeight * OutWidth;

    /// <summary>Whether an output pixel reads exactly the input pixel of the same index.</summary>
    public bool IsPointwise
        => KernelHeight == 1 && KernelWidth == 1 && StrideY == 1 && StrideX == 1 && OutHeight == Height && OutWidth == Width && Top == 0 && Left == 0;

    /// <summary>Input row that kernel row <paramref name="ky"/> reads for output row <paramref name="oy"/>; outside 0..Height - 1 it is padding.</summary>
    public int InputRow(int oy, int ky) => oy * StrideY - Top + ky * DilationY;

    /// <summary>Input column, likewise.</summary>
    public int InputColumn(int ox, int kx) => ox * StrideX - Left + kx * DilationX;

    /// <summary>Kernel columns begin..end - 1 that read inside the picture for output column <paramref name="ox"/>.</summary>
    public (int Begin, int End) InsideColumns(int ox) => Inside(ox * StrideX - Left, DilationX, KernelWidth, Width);

    /// <summary>Kernel rows that read inside the picture for output row <paramref name="oy"/>.</summary>
    public (int Begin, int End) InsideRows(int oy) => Inside(oy * StrideY - Top, DilationY, KernelHeight, Height);

    private static (int Begin, int End) Inside(int start, int dilation, int kernel, int size)
    {
        int begin = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
        int end = start >= size ? 0 : Math.Min(kernel, (size - 1 - start) / dilation + 1);
        return (Math.Min(begin, end), end);
    }
}
