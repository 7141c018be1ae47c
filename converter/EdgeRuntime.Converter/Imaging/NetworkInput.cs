using System;
using System.Linq;
using EdgeRuntime.Format;

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

    /// <summary>What an input specification asks for.</summary>
    /// <exception cref="ConversionException">Its numbers do not fit together.</exception>
    public static NetworkInput Of(InputSpecification s)
    {
        if (s.Height < 1 || s.Width < 1 || (long)s.Height * s.Width > Image.MaxPixels || s.Channels is not (1 or 3))
            throw new ConversionException($"the input specification asks for {s.Height} x {s.Width} pixels of {s.Channels} channels; pictures have 1 or 3 channels and up to {Image.MaxPixels} pixels");
        NetworkInput input = new()
        {
            Height = s.Height,
            Width = s.Width,
            Channels = s.Channels,
            Bgr = s.ChannelOrder == "bgr",
            ChannelsFirst = s.Layout == "NCHW",
            Scale = s.Scale,
            Mean = [.. s.Mean],
            Std = [.. s.Std],
        };
        input.CheckStatistics();
        return input;
    }

    /// <summary>Writes the <see cref="Length"/> values of <paramref name="image"/> to <paramref name="destination"/>.</summary>
    public void Fill(Image image, Span<float> destination)
    {
        if (destination.Length != Length)
            throw new ArgumentException($"the input takes {Length} values ({Height} x {Width} x {Channels}), not {destination.Length}", nameof(destination));
        CheckStatistics();
        if (CropCentre) image = image.CropCentre(Width, Height);
        image = Channels == 1 ? image.ToGray() : image.ToRgb();
        float[] pixels = Resize.ToFloat(image, Width, Height, Resampling);
        int area = Height * Width;
        for (int c = 0; c < Channels; c++)
        {
            int from = Bgr && Channels == 3 ? 2 - c : c;
            float mean = Channel(Mean, c, 0), std = Channel(Std, c, 1);
            int start = ChannelsFirst ? c * area : c, step = ChannelsFirst ? 1 : Channels;
            for (int i = 0; i < area; i++)
                destination[start + i * step] = (pixels[i * Channels + from] * Scale - mean) / std;
        }
    }

    private void CheckStatistics()
    {
        if (Mean.Length > 1 && Mean.Length != Channels || Std.Length > 1 && Std.Length != Channels)
            throw new ConversionException($"the input has {Channels} channels, but {Mean.Length} means and {Std.Length} standard deviations: give one or {Channels}");
        if (Std.Contains(0f) || !float.IsFinite(Scale + Mean.Sum() + Std.Sum()))
            throw new ConversionException("the input specification has a standard deviation of 0 or a number that is not finite");
    }

    private static float Channel(float[] values, int channel, float otherwise)
        => values.Length == 0 ? otherwise : values[values.Length == 1 ? 0 : channel];
}
