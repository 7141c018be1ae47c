using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>Neighbouring elements of a window, relative to its first element.</summary>
/// <param name="Offset">Elements from the window's first one.</param>
/// <param name="Length">Elements.</param>
public readonly record struct Segment(nint Offset, nint Length);

/// <summary>Where the windows of a convolution lie in an image that contains its borders; so a tile may join any output pixels.</summary>
public sealed class WindowGrid
{
    private readonly ConvolutionShape shape;

    /// <param name="s">Geometry.</param>
    /// <param name="groupElements">Elements that one group's channels take in a pixel, at least as many as it has channels.</param>
    public WindowGrid(in ConvolutionShape s, int groupElements)
    {
        shape = s;
        GroupElements = groupElements;
        Groups = s.Channels / s.GroupChannels;
        PixelStep = Groups * groupElements;
        Width = s.Width + s.PadLeft + s.PadRight;
        Height = s.Height + s.PadTop + s.PadBottom;
        RowStep = (nint)Width * PixelStep;
        ImageStep = Height * RowStep;
        Length = s.Batch * (long)ImageStep;
        Pixels = s.Batch * s.OutHeight * s.OutWidth;
        Segments = MakeSegments();
    }

    /// <summary>Elements of a group in a pixel, of a pixel, of a row and of an image.</summary>
    public int GroupElements { get; }

    public int PixelStep { get; }

    public nint RowStep { get; }

    public nint ImageStep { get; }

    public int Groups { get; }

    /// <summary>Size of the image with its borders.</summary>
    public int Width { get; }

    public int Height { get; }

    /// <summary>Elements of all images.</summary>
    public long Length { get; }

    /// <summary>Output pixels of all images.</summary>
    public int Pixels { get; }

    /// <summary>The runs of a window in the order of the weights, for the first group.</summary>
    public Segment[] Segments { get; }

    /// <summary>Whether the image itself has this layout.</summary>
    public bool IsImage => GroupElements == shape.GroupChannels && shape.PadTop + shape.PadLeft + shape.PadBottom + shape.PadRight == 0;

    /// <summary>Offset of image row <paramref name="row"/>, counted over all images, behind its left border.</summary>
    public nint RowAt(int row)
    {
        int n = row / shape.Height;
        return n * ImageStep + (row - n * shape.Height + shape.PadTop) * RowStep + (nint)shape.PadLeft * PixelStep;
    }

    /// <summary>Offset of the window of an output pixel.</summary>
    public nint WindowAt(int pixel)
    {
        int row = pixel / shape.OutWidth;
        int n = row / shape.OutHeight;
        return n * ImageStep + (nint)(row - n * shape.OutHeight) * shape.StrideH * RowStep + (nint)(pixel - row * shape.OutWidth) * shape.StrideW * PixelStep;
    }

    private Segment[] MakeSegments()
    {
        List<Segment> segments = [];
        for (int kh = 0; kh < shape.KernelH; kh++)
        {
            nint row = kh * shape.DilationH * RowStep;
            if (Groups == 1 && shape.DilationW == 1) segments.Add(new Segment(row, (nint)shape.KernelW * GroupElements));
            else
                for (int kw = 0; kw < shape.KernelW; kw++) segments.Add(new Segment(row + (nint)kw * shape.DilationW * PixelStep, GroupElements));
        }

        // A window as wide as the image is one run.
        if (segments.Count > 1 && segments.TrueForAll(s => s.Length == segments[0].Length) && segments[1].Offset == segments[0].Length && shape.DilationH == 1 && Groups == 1 && shape.DilationW == 1)
            return [new Segment(0, segments.Count * segments[0].Length)];
        return [.. segments];
    }
}
