using System.Collections.Generic;

namespace EdgeRuntime.Format;

/// <summary>How an image becomes the network's input: network input = (pixel * Scale - Mean) / Std, pixel 0 to 255.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="ChannelOrder">"gray", "rgb" or "bgr".</param>
/// <param name="Layout">"NHWC" or "NCHW": order of the model's input.</param>
/// <param name="Scale">Factor applied to the pixel.</param>
/// <param name="Mean">Subtracted after scaling, one a channel in ChannelOrder, or one for all.</param>
/// <param name="Std">Divisor, one a channel or one for all.</param>
/// <param name="Labels">Class names in the order of the outputs, or empty.</param>
public sealed record InputSpecification(
    int Height, int Width, int Channels, string ChannelOrder, string Layout,
    float Scale, IReadOnlyList<float> Mean, IReadOnlyList<float> Std, IReadOnlyList<string> Labels);
