using System;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Geometries around the edges of tiles, with every kind of padding, stride, dilation and group.</summary>
internal static class RandomShape
{
    /// <summary>A convolution; one in eight is a dense layer.</summary>
    public static ConvolutionShape Of(Random r, bool depthwise)
    {
        ConvolutionShape s = default;
        int groups = r.Next(4) == 0 ? r.Next(2, 5) : 1;
        bool dense = !depthwise && r.Next(8) == 0;
        s.Batch = r.Next(1, 3);
        s.Height = dense ? 1 : r.Next(1, 9);
        s.Width = dense ? 1 : r.Next(1, 13);
        s.GroupChannels = dense ? r.Next(1, 200) : r.Next(1, 9);
        s.GroupOutChannels = r.Next(6) == 0 ? r.Next(60, 90) : r.Next(1, 36);
        if (depthwise) (groups, s.GroupChannels, s.GroupOutChannels) = (r.Next(2, 40), 1, 1);
        s.Channels = s.GroupChannels * groups;
        s.OutChannels = s.GroupOutChannels * groups;
        s.KernelH = dense ? 1 : r.Next(1, 4);
        s.KernelW = dense ? 1 : r.Next(1, 4);
        s.StrideH = r.Next(1, 3);
        s.StrideW = r.Next(1, 3);
        s.DilationH = r.Next(1, 3);
        s.DilationW = r.Next(1, 3);
        s.PadTop = dense ? 0 : r.Next(0, 4);
        s.PadLeft = dense ? 0 : r.Next(0, 4);
        s.OutHeight = dense ? 1 : Math.Max(1, (s.Height + s.PadTop + r.Next(0, 3) - (s.KernelH - 1) * s.DilationH - 1) / s.StrideH + 1);
        s.OutWidth = dense ? 1 : Math.Max(1, (s.Width + s.PadLeft + r.Next(0, 3) - (s.KernelW - 1) * s.DilationW - 1) / s.StrideW + 1);
        s.PadBottom = Math.Max(0, (s.OutHeight - 1) * s.StrideH + (s.KernelH - 1) * s.DilationH + 1 - s.Height - s.PadTop);
        s.PadRight = Math.Max(0, (s.OutWidth - 1) * s.StrideW + (s.KernelW - 1) * s.DilationW + 1 - s.Width - s.PadLeft);
        return s;
    }
}
