using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace EdgeRuntime.Devices.Frames;

/// <summary>The pictures of a folder as frames, in ordinal order of their names: a camera for tests and for trying a model.</summary>
/// <remarks>Reads .ppm and .pgm, .jpg and .jpeg (as <see cref="FrameFormat.Mjpeg"/>), and raw frames whose name carries the size: NAME.640x480.yuyv, .nv12 or .rgb24.</remarks>
public sealed class FolderFrameSource : IFrameSource
{
    private readonly string[] files;
    private readonly bool repeat;
    private byte[] bytes = [];
    private int next;

    /// <summary>Lists the folder once.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="repeat">Begin again after the last picture.</param>
    /// <exception cref="DeviceException">The folder does not exist, cannot be read or holds no picture.</exception>
    public FolderFrameSource(string folder, bool repeat = false)
    {
        if (!Directory.Exists(folder)) throw new DeviceException($"the folder '{folder}' does not exist; check the path");
        try
        {
            files = [.. Directory.EnumerateFiles(folder).Where(f => IsPicture(Path.GetExtension(f))).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeviceException($"the folder '{folder}' cannot be read ({e.Message}); check its permissions", e);
        }

        if (files.Length == 0) throw new DeviceException($"the folder '{folder}' holds no .ppm, .pgm, .jpg, .yuyv, .nv12 or .rgb24 file; put pictures into it");
        this.repeat = repeat;
    }

    /// <summary>Path of the picture read last, or empty.</summary>
    public string Current { get; private set; } = "";

    /// <inheritdoc/>
    public bool Read(VideoFrame frame, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (next == files.Length)
        {
            if (!repeat) return false;
            next = 0;
        }

        Current = files[next++];
        ReadOnlySpan<byte> file = Load(Current);
        string extension = Path.GetExtension(Current);
        if (extension is ".ppm" or ".pgm") PixmapFile.Read(file, Current, frame);
        else if (extension is ".jpg" or ".jpeg") file.CopyTo(frame.ReserveJpeg(file.Length));
        else ReadRaw(file, extension, frame);
        return true;
    }

    /// <summary>Nothing is held open between frames.</summary>
    public void Dispose()
    {
    }

    private static bool IsPicture(string extension) => extension is ".ppm" or ".pgm" or ".jpg" or ".jpeg" || FormatOf(extension) != null;

    private static FrameFormat? FormatOf(string extension) => extension switch
    {
        ".yuyv" => FrameFormat.Yuyv,
        ".nv12" => FrameFormat.Nv12,
        ".rgb24" => FrameFormat.Rgb24,
        _ => null,
    };

    private ReadOnlySpan<byte> Load(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            // A compressed picture is smaller than the same one as pixels, a raw one has at most three bytes a pixel, and a header.
            if (stream.Length > 3L * VideoFrame.MaxPixels + 4096) throw new DeviceException($"'{path}' has {stream.Length} bytes, too many for a frame; remove it from the folder");
            int length = (int)stream.Length;
            if (bytes.Length < length) bytes = new byte[length];
            stream.ReadExactly(bytes.AsSpan(0, length));
            return bytes.AsSpan(0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeviceException($"'{path}' cannot be read ({e.Message}); check the file and its permissions", e);
        }
    }

    private void ReadRaw(ReadOnlySpan<byte> file, string extension, VideoFrame frame)
    {
        string[] size = Path.GetExtension(Path.GetFileNameWithoutExtension(Current)).TrimStart('.').Split('x');
        if (size.Length != 2 || !Number(size[0], out int width) || !Number(size[1], out int height))
            throw new DeviceException($"'{Current}' does not carry its size; name it like picture.640x480{extension}");
        FrameFormat format = FormatOf(extension)!.Value;
        int length = VideoFrame.LengthOf(format, width, height);
        if (file.Length != length) throw new DeviceException($"'{Current}' has {file.Length} bytes, {width} x {height} pixels of {format} take {length}; correct the size in its name");
        file.CopyTo(frame.Reserve(format, width, height));
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
