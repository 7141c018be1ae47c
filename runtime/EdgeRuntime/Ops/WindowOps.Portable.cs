using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Shape rules of operations that slide a window over [batch, height, width, channels].</summary>
public static class WindowOps
{
    /// <summary>Sets the output to [batch, outHeight, outWidth, channels]; a fault when the window does not fit into the padded image.</summary>
    public static void Check(ref Frame f, int kind, int channels)
    {
        Frames.Input(ref f, kind, 4);
        if (f.Fault != Status.Ok) return;
        int h = Extent(ref f, Tensors.Dim(ref f.X, 1), f.Op.PadTop + f.Op.PadBottom, f.Op.KernelH, f.Op.StrideH, f.Op.DilationH);
        int w = Extent(ref f, Tensors.Dim(ref f.X, 2), f.Op.PadLeft + f.Op.PadRight, f.Op.KernelW, f.Op.StrideW, f.Op.DilationW);
        f.Out.Rank = 4;
        Sixes.Set(ref f.Out.Shape, 0, Tensors.Dim(ref f.X, 0));
        Sixes.Set(ref f.Out.Shape, 1, h);
        Sixes.Set(ref f.Out.Shape, 2, w);
        Sixes.Set(ref f.Out.Shape, 3, channels);
    }

    /// <summary>The output of a convolution as one of its max pooling.</summary>
    public static void CheckPooling(ref Frame f)
    {
        if (f.Fault != Status.Ok) return;
        f.Op.UnpooledH = Tensors.Dim(ref f.Out, 1);
        f.Op.UnpooledW = Tensors.Dim(ref f.Out, 2);
        Sixes.Set(ref f.Out.Shape, 1, Extent(ref f, f.Op.UnpooledH, 0, f.Op.PoolH, f.Op.PoolStrideH, 1));
        Sixes.Set(ref f.Out.Shape, 2, Extent(ref f, f.Op.UnpooledW, 0, f.Op.PoolW, f.Op.PoolStrideW, 1));
    }

    /// <summary>The max pooling behind a convolution: a window over [batch, unpooled height, unpooled width, 1] of one channel at a time.</summary>
    public static void PoolingGeometry(ref Frame f, ref ConvolutionShape p)
    {
        p = default;
        p.Batch = Tensors.Dim(ref f.X, 0);
        p.Height = f.Op.UnpooledH;
        p.Width = f.Op.UnpooledW;
        p.OutHeight = Tensors.Dim(ref f.Out, 1);
        p.OutWidth = Tensors.Dim(ref f.Out, 2);
        p.OutChannels = Tensors.Dim(ref f.Out, 3);
        p.KernelH = f.Op.PoolH;
        p.KernelW = f.Op.PoolW;
        p.StrideH = f.Op.PoolStrideH;
        p.StrideW = f.Op.PoolStrideW;
    }

    private static int Extent(ref Frame f, int size, int pads, int kernel, int stride, int dilation)
    {
        int window = (kernel - 1) * dilation + 1;
        Frames.Require(ref f, size > 0 && size + pads >= window, Status.WrongShape, size + pads, window);
        return f.Fault != Status.Ok ? 0 : (size + pads - window) / stride + 1;
    }

    /// <summary>The kernel's view of the geometry.</summary>
    public static void Geometry(ref Frame f, ref ConvolutionShape s)
    {
        s = default;
        s.Batch = Tensors.Dim(ref f.X, 0);
        s.Height = Tensors.Dim(ref f.X, 1);
        s.Width = Tensors.Dim(ref f.X, 2);
        s.Channels = Tensors.Dim(ref f.X, 3);
        s.OutHeight = f.Op.PoolH > 0 ? f.Op.UnpooledH : Tensors.Dim(ref f.Out, 1);
        s.OutWidth = f.Op.PoolH > 0 ? f.Op.UnpooledW : Tensors.Dim(ref f.Out, 2);
        s.OutChannels = Tensors.Dim(ref f.Out, 3);
        s.KernelH = f.Op.KernelH;
        s.KernelW = f.Op.KernelW;
        s.StrideH = f.Op.StrideH;
        s.StrideW = f.Op.StrideW;
        s.DilationH = f.Op.DilationH;
        s.DilationW = f.Op.DilationW;
        s.PadTop = f.Op.PadTop;
        s.PadLeft = f.Op.PadLeft;
        s.PadBottom = f.Op.PadBottom;
        s.PadRight = f.Op.PadRight;
        s.GroupChannels = f.Op.Groups > 0 ? s.Channels / f.Op.Groups : s.Channels;
        s.GroupOutChannels = f.Op.Groups > 0 ? s.OutChannels / f.Op.Groups : s.OutChannels;
    }

    /// <summary>A dense layer as a convolution of [rows, 1, 1, inputs] to [rows, 1, 1, outputs].</summary>
    public static void DenseGeometry(ref Frame f, ref ConvolutionShape s)
    {
        s = default;
        s.Batch = Tensors.Product(ref f.X, 0, f.X.Rank - 1);
        s.Height = s.Width = s.OutHeight = s.OutWidth = s.KernelH = s.KernelW = s.StrideH = s.StrideW = s.DilationH = s.DilationW = 1;
        s.Channels = Tensors.Last(ref f.X);
        s.OutChannels = Tensors.Last(ref f.Out);
        s.GroupChannels = s.Channels;
        s.GroupOutChannels = s.OutChannels;
    }

    /// <summary>Checks groups and the weight matrix [outChannels, kernelH * kernelW * channels / groups], and sets the output shape.</summary>
    public static void CheckConvolution(ref Frame f, int kind)
    {
        Frames.Input(ref f, kind, 4);
        if (f.Fault != Status.Ok) return;
        int channels = Tensors.Dim(ref f.X, 3);
        int groups = f.Op.Groups;
        Frames.Require(ref f, groups > 0 && channels > 0 && channels % groups == 0, Status.WrongAttribute, groups, channels);
        if (f.Fault != Status.Ok) return;
        Frames.Require(ref f, f.Op.Weights.Rows % groups == 0, Status.WrongAttribute, groups, f.Op.Weights.Rows);
        int area = f.Op.KernelH * f.Op.KernelW;
        int group = channels / groups;
        Frames.Require(ref f, area <= Limits.Elements / group && f.Op.Weights.RowLength == area * group, Status.WrongShape, f.Op.Weights.RowLength, group);
        Check(ref f, kind, f.Op.Weights.Rows);
    }

    /// <summary>Checks the weight matrix [outputs, inputs] and sets the output shape [..., outputs].</summary>
    public static void CheckDense(ref Frame f, int kind)
    {
        Frames.Require(ref f, f.X.Kind == kind, Status.WrongKind, f.X.Kind, kind);
        Frames.Require(ref f, f.X.Rank > 0, Status.WrongShape, f.X.Rank, 1);
        if (f.Fault != Status.Ok) return;
        Frames.Require(ref f, Tensors.Last(ref f.X) == f.Op.Weights.RowLength, Status.WrongShape, Tensors.Last(ref f.X), f.Op.Weights.RowLength);
        f.Out.Rank = f.X.Rank;
        f.Out.Shape = f.X.Shape;
        Sixes.Set(ref f.Out.Shape, f.X.Rank - 1, f.Op.Weights.Rows);
    }
}
