using System;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>JPEG decoding through the TurboJPEG C interface, with the accurate inverse DCT and smooth chroma upsampling, so that the same file gives the same pixels.</summary>
internal static unsafe class JpegTurbo
{
    private const int PixelFormatRgb = 0;
    private const int PixelFormatGray = 6;
    private const int FlagAccurateDct = 4096;
    private const int FlagLimitScans = 32768;

    private static readonly string[] LibraryNames = ["libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.0.dylib", "libturbojpeg.dylib"];

    private static readonly Lazy<Interface?> Library = new(Load);

    // A decoder is not thread-safe, but may be used by one thread after another.
    private static readonly ConcurrentBag<nint> Decoders = [];

    public static Image Decode(ReadOnlySpan<byte> file, int width, int height, int channels, string name)
    {
        Interface library = Library.Value ?? throw new ConversionException(
            $"{name} is a JPEG, and the library libturbojpeg that decodes it is not installed: run apt-get install libturbojpeg0, or convert the picture to PNG");
        if (!Decoders.TryTake(out nint decoder)) decoder = library.Init();
        if (decoder == 0) throw new ConversionException($"{name} cannot be decoded: libturbojpeg has no memory for a decoder");
        bool clean = false;
        try
        {
            fixed (byte* bytes = file)
            {
                int foundWidth, foundHeight, sampling, colours;
                if (library.Header(decoder, bytes, (nuint)file.Length, &foundWidth, &foundHeight, &sampling, &colours) != 0)
                    throw Damaged(library, decoder, name);
                if (foundWidth != width || foundHeight != height)
                    throw new ConversionException($"{name} has frame headers of {width} x {height} and of {foundWidth} x {foundHeight} pixels: the file is damaged");
                byte[] pixels = new byte[width * height * channels];
                int format = channels == 1 ? PixelFormatGray : PixelFormatRgb;
                fixed (byte* to = pixels)
                {
                    int status = library.Decompress(decoder, bytes, (nuint)file.Length, to, width, width * channels, height, format, FlagAccurateDct | FlagLimitScans);
                    if (status != 0 && !IsHarmless(library.Message(decoder))) throw Damaged(library, decoder, name);
                    clean = status == 0;
                }

                return new Image(width, height, channels, pixels);
            }
        }
        finally
        {
            // After an error a decoder goes on in the middle of the marker it failed at, so it must not see another file.
            if (clean) Decoders.Add(decoder);
            else library.Destroy(decoder);
        }
    }

    // Cameras leave stray bytes between segments; the picture is whole all the same.
    private static bool IsHarmless(string message) => message.Contains("extraneous bytes", StringComparison.Ordinal);

    private static ConversionException Damaged(Interface library, nint decoder, string name)
        => new($"{name} is a damaged JPEG: {library.Message(decoder)}");

    private static Interface? Load()
    {
        foreach (string name in LibraryNames)
        {
            if (NativeLibrary.TryLoad(name, out nint handle)) return Interface.Bind(handle);
        }

        return null;
    }

    private sealed class Interface
    {
        private delegate* unmanaged[Cdecl]<nint> init;
        private delegate* unmanaged[Cdecl]<nint, byte*, nuint, int*, int*, int*, int*, int> header;
        private delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, int, int, int, int, int, int> decompress;
        private delegate* unmanaged[Cdecl]<nint, nint> message;
        private delegate* unmanaged[Cdecl]<nint, int> destroy;

        public static Interface? Bind(nint library)
        {
            if (!NativeLibrary.TryGetExport(library, "tjInitDecompress", out nint init)
                || !NativeLibrary.TryGetExport(library, "tjDecompressHeader3", out nint header)
                || !NativeLibrary.TryGetExport(library, "tjDecompress2", out nint decompress)
                || !NativeLibrary.TryGetExport(library, "tjGetErrorStr2", out nint message)
                || !NativeLibrary.TryGetExport(library, "tjDestroy", out nint destroy))
            {
                return null;
            }

            return new Interface
            {
                init = (delegate* unmanaged[Cdecl]<nint>)init,
                header = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, int*, int*, int*, int*, int>)header,
                decompress = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, int, int, int, int, int, int>)decompress,
                message = (delegate* unmanaged[Cdecl]<nint, nint>)message,
                destroy = (delegate* unmanaged[Cdecl]<nint, int>)destroy,
            };
        }

        public nint Init() => init();

        public int Header(nint decoder, byte* file, nuint length, int* width, int* height, int* sampling, int* colours)
            => header(decoder, file, length, width, height, sampling, colours);

        public int Decompress(nint decoder, byte* file, nuint length, byte* to, int width, int pitch, int height, int format, int flags)
            => decompress(decoder, file, length, to, width, pitch, height, format, flags);

        public void Destroy(nint decoder) => _ = destroy(decoder);

        public string Message(nint decoder) => Marshal.PtrToStringUTF8(message(decoder)) ?? "no reason given";
    }
}
