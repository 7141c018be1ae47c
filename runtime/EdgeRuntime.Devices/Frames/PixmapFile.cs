using System;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Binary portable graymaps and pixmaps (P5, P6) with the largest value 255.</summary>
internal static class PixmapFile
{
    /// <summary>Copies the pixels of <paramref name="file"/> to <paramref name="frame"/>.</summary>
    /// <exception cref="DeviceException">The file is not such a picture, or is cut short.</exception>
    public static void Read(ReadOnlySpan<byte> file, string name, VideoFrame frame)
    {
        if (file.Length < 3 || file[0] != 'P' || file[1] is not ((byte)'5' or (byte)'6'))
            throw new DeviceException($"'{name}' does not begin with P5 or P6; use binary PGM or PPM pictures");
        int at = 2;
        int width = Number(file, ref at, name), height = Number(file, ref at, name), largest = Number(file, ref at, name);
        if (largest != 255) throw new DeviceException($"'{name}' has the largest value {largest}, 255 is expected; save it with 8 bits a channel");
        at++;
        FrameFormat format = file[1] == '5' ? FrameFormat.Gray8 : FrameFormat.Rgb24;
        int length = VideoFrame.LengthOf(format, width, height);
        if (file.Length - at < length)
            throw new DeviceException($"'{name}' has {Math.Max(0, file.Length - at)} bytes of pixels, {width} x {height} pixels take {length}; it is cut short, copy it again");
        file.Slice(at, length).CopyTo(frame.Reserve(format, width, height));
    }

    private static int Number(ReadOnlySpan<byte> file, ref int at, string name)
    {
        while (at < file.Length && (file[at] == '#' || file[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
        {
            if (file[at++] != '#') continue;
            while (at < file.Length && file[at] != '\n') at++;
        }

        int start = at, value = 0;
        for (; at < file.Length && at - start < 9 && file[at] is >= (byte)'0' and <= (byte)'9'; at++) value = 10 * value + file[at] - '0';
        return at > start ? value : throw new DeviceException($"'{name}' has no number at byte {start} of its header; it is damaged, copy it again");
    }
}
