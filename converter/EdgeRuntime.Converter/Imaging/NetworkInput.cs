using System;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>Turns pictures into what a network reads: resized, in its channel order and layout, (pixel * scale - mean) / std.</summary>
/// <remarks>Every step is a fixed order of float operations, so a picture gives the same bits everywhere.</remarks>
public sealed record NetworkInput
{
    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>1 or 3.</summary>
    public required int Channels { get; init; }

    /// <summary>Blue comes first.</summary>
    public bool Bgr { get; init; }

    /// <summary>[Channels, Height, Width] instead of [Height, Width, Channels].</summary>
    public bool ChannelsFirst { get; init; }

    /// <summary>Factor applied to pixels 0..255.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Subtracted after scaling: one value for all, or one a channel in the network's order; empty means 0.</summary>
    public float[] Mean { get; init; } = [];

    /// <summary>Divisor after that: one value for all, or one a channel; empty means 1.</summary>
    public float[] Std { get; init; } = [];

    /// <summary>How other sizes are brought to this one.</summary>
    public Resampling Resampling { get; init; } = Resampling.Bilinear;

    /// <summary>Cut the largest centred part with the right aspect ratio before resizing, instead of stretching.</summary>
    public bool CropCentre { get; init; }

    /// <summary>Values of one picture.</summary>
    public int Length => Height * Width * Channels;

    /// <summary>Writes the <see cref="Length"/> values of <paramref name="image"/> to <paramref name="destination"/>.</summary>
    public void Fill(Image image, Span<float> destination)
    {
        if (destination.Length != Length)
            throw new ArgumentException($"the input takes {Length} values ({Height} x {Width} x {Channels}), not {destination.Length}", nameof(destination));
        if (Mean.Length > 1 && Mean.Length != Channels || Std.Length > 1 && Std.Length != Channels)
            throw new ConversionException($"the input has {Channels} channels, but {Mean.Length} means and {Std.Length} standard deviations: give one or {Channels}");
        if (CropCentre) image = image.CropCentre(Width, Height);
        image = Channels == 1 ? image.ToGray() : image.ToRgb();
        float[] pixels = Resize.ToFloat(image, Width, Height, Resampling);
        int area = Height * Width;
        for (int c = 0; c < Channels; c++)
        {
            int from = Bgr && Channels == 3 ? 2 - c : c;
            float mean = Of(Mean, c, 0), std = Of(Std, c, 1);
            int start = ChannelsFirst ? c * area : c, step = ChannelsFirst ? 1 : Channels;
            for (int i = 0; i < area; i++)
                destination[start + i * step] = (pixels[i * Channels + from] * Scale - mean) / std;
        }
    }

    private static float Of(float[] values, int channel, float otherwise)
        => values.Length == 0 ? otherwise : values[values.Length == 1 ? 0 : channel];
}
