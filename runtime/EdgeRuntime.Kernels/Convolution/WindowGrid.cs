using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>Neighbouring elements of a window, relative to its first element.</summary>
/// <param name="Offset">Elements from the window's first one.</param>
/// <param name="Length">Elements.</param>
public readonly record struct Segment(nint Offset, nint Length);

/// <summary>Where the windows of a convolution lie in an image that contains its borders; so a tile may join any output pixels.</summary>
public sealed class WindowGrid
{
    /// <summary>Most neighbouring tiles that are computed by one panel after another.</summary>
    public const int TilesTogether = 16;

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

    /// <summary>Offset of the window of the first output pixel of a row, counted over all images.</summary>
    public nint WindowRow(int row)
    {
        int n = shape.Batch == 1 ? 0 : row / shape.OutHeight;
        return n * ImageStep + (nint)(row - n * shape.OutHeight) * shape.StrideH * RowStep;
    }

    /// <summary>
    /// Order of units: some tiles by all panels before the next tiles, so that the results of neighbouring pixels are written while they are in the cache.
    /// </summary>
    /// <param name="unit">0 to panels * tiles - 1.</param>
    /// <param name="panels">Panels of output channels.</param>
    /// <param name="tiles">Tiles of pixels.</param>
    /// <returns>Panel and tile, and how many units from here on are the next tiles of the same panel.</returns>
    public static (int Panel, int Tile, int Together) UnitAt(int unit, int panels, int tiles)
    {
        int block = unit / (panels * TilesTogether), first = block * TilesTogether;
        int rest = unit - first * panels, count = tiles - first < TilesTogether ? tiles - first : TilesTogether;
        int panel = rest / count;
        int tile = rest - panel * count;
        return (panel, first + tile, count - tile);
    }

    /// <summary>Offsets of the windows of neighbouring output pixels.</summary>
    /// <param name="pixel">First pixel.</param>
    /// <param name="count">Pixels, 1 or more.</param>
    /// <param name="offsets">Receives <paramref name="windows"/> offsets; behind the last pixel its offset is repeated.</param>
    /// <param name="windows">Offsets to write, at least <paramref name="count"/>.</param>
    public unsafe void Windows(int pixel, int count, nint* offsets, int windows)
    {
        int row = pixel / shape.OutWidth, ox = pixel - row * shape.OutWidth;
        nint step = (nint)shape.StrideW * PixelStep, at = WindowRow(row) + ox * step;
        for (int i = 0; i < windows; i++)
        {
            offsets[i] = at;
            if (i + 1 >= count) continue;
            at += step;
            if (++ox < shape.OutWidth) continue;
            ox = 0;
            at = WindowRow(++row);
        }
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
