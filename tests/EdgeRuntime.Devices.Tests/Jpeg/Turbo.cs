using System;
using System.Runtime.InteropServices;

using EdgeRuntime.Devices.Frames;

using Xunit;

namespace EdgeRuntime.Devices.Tests.Jpeg;

/// <summary>libjpeg-turbo, to write JPEG files and as the reference of the decoder.</summary>
internal static unsafe partial class Turbo
{
    public const int Sampling444 = 0, Sampling422 = 1, Sampling420 = 2, Gray = 3, Sampling440 = 4;
    private const string Library = "libturbojpeg.so.0";
    private const int Rgb = 0, GrayPixels = 6, AccurateDct = 4096, Progressive = 16384;

    public static void SkipWhenMissing()
    {
        bool found = NativeLibrary.TryLoad(Library, out _);
        Assert.SkipUnless(found, "libturbojpeg0 is not installed");
    }

    /// <summary>A JPEG file of a picture.</summary>
    /// <param name="picture">Rgb24.</param>
    /// <param name="sampling">One of the constants.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="restart">Rows of units between restart markers, 0 for none.</param>
    /// <param name="progressive">Write a progressive file.</param>
    public static byte[] Encode(VideoFrame picture, int sampling, int quality, int restart = 0, bool progressive = false)
    {
        // The only way to ask this interface for restart markers.
        _ = setenv("TJ_RESTART", restart == 0 ? "" : $"{restart}", 1);
        nint encoder = tjInitCompress();
        byte* file = null;
        nuint length = 0;
        fixed (byte* pixels = picture.Data)
            Assert.Equal(0, tjCompress2(encoder, pixels, picture.Width, 0, picture.Height, Rgb, &file, &length, sampling, quality, AccurateDct | (progressive ? Progressive : 0)));
        byte[] bytes = new Span<byte>(file, (int)length).ToArray();
        tjFree(file);
        Assert.Equal(0, tjDestroy(encoder));
        return bytes;
    }

    /// <summary>The pixels of a JPEG file, gray for a gray one.</summary>
    public static byte[] Decode(byte[] jpeg, int width, int height, int channels)
    {
        byte[] pixels = new byte[width * height * channels];
        nint decoder = tjInitDecompress();
        fixed (byte* file = jpeg, to = pixels)
            Assert.Equal(0, tjDecompress2(decoder, file, (nuint)jpeg.Length, to, width, 0, height, channels == 1 ? GrayPixels : Rgb, AccurateDct));
        Assert.Equal(0, tjDestroy(decoder));
        return pixels;
    }

    [LibraryImport(Library)]
    private static partial nint tjInitCompress();

    [LibraryImport(Library)]
    private static partial int tjCompress2(nint handle, byte* pixels, int width, int pitch, int height, int format, byte** file, nuint* length, int sampling, int quality, int flags);

    [LibraryImport(Library)]
    private static partial void tjFree(byte* file);

    [LibraryImport(Library)]
    private static partial nint tjInitDecompress();

    [LibraryImport(Library)]
    private static partial int tjDecompress2(nint handle, byte* file, nuint length, byte* pixels, int width, int pitch, int height, int format, int flags);

    [LibraryImport(Library)]
    private static partial int tjDestroy(nint handle);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
