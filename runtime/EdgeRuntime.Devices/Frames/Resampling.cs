namespace EdgeRuntime.Devices.Frames;

/// <summary>How a frame is brought to the size that the network reads.</summary>
public enum Resampling
{
    /// <summary>Mean of the area each new pixel covers.</summary>
    Area,

    /// <summary>Linear between the four nearest pixel centres, without smoothing when it shrinks.</summary>
    Bilinear,
}
