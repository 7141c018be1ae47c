using System;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Decodes the JPEG files of a motion-JPEG camera.</summary>
public interface IFrameDecoder
{
    /// <summary>Writes the picture as <see cref="FrameFormat.Rgb24"/> or <see cref="FrameFormat.Gray8"/>; bytes after its end marker are ignored.</summary>
    /// <exception cref="DeviceException">The file is damaged or of a kind that is not supported.</exception>
    public void Decode(ReadOnlySpan<byte> jpeg, VideoFrame destination);
}
