using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>An int8 image less its zero point as 16-bit values, with its borders, which are zero.</summary>
public sealed unsafe class WidenedImage : IDisposable
{
    private readonly ConvolutionShape shape;

    /// <param name="shape">Geometry of the convolution.</param>
    public WidenedImage(in ConvolutionShape shape)
    {
        this.shape = shape;
        // Channels in pairs: an odd one has a zero beside it.
        Grid = new WindowGrid(shape, (shape.GroupChannels + 1) & ~1);
        Data = (short*)NativeMemory.AlignedAlloc((nuint)Grid.Length * sizeof(short), 64);
        NativeMemory.Clear(Data, (nuint)Grid.Length * sizeof(short));
    }

    ~WidenedImage() => NativeMemory.AlignedFree(Data);

    /// <summary>Where the windows lie.</summary>
    public WindowGrid Grid { get; }

    /// <summary>First element.</summary>
    public short* Data { get; private set; }

    /// <summary>Widens rows of the images, counted over all of them.</summary>
    public void Fill(sbyte* x, int zeroPoint, int from, int end)
    {
        bool plain = Grid.GroupElements == shape.GroupChannels;
        int runs = plain ? 1 : shape.Width * Grid.Groups, length = plain ? shape.Width * shape.Channels : shape.GroupChannels;
        for (int row = from; row < end; row++)
        {
            sbyte* at = x + (nint)row * shape.Width * shape.Channels;
            short* to = Data + Grid.RowAt(row);
            for (int i = 0; i < runs; i++) Widen(at + (nint)i * length, zeroPoint, length, to + (nint)i * Grid.GroupElements);
        }
    }

    /// <summary>Widens <paramref name="count"/> values less the zero point.</summary>
    public static void Widen(sbyte* x, int zeroPoint, int count, short* to)
    {
        Vector256<short> zero = Vector256.Create((short)zeroPoint);
        int i = 0;
        for (; i + 16 <= count; i += 16) Avx.Store(to + i, Avx2.Subtract(Avx2.ConvertToVector256Int16(x + i), zero));
        for (; i < count; i++) to[i] = (short)(x[i] - zeroPoint);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Data);
        Data = null;
        GC.SuppressFinalize(this);
    }
}
