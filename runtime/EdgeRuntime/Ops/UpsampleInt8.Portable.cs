using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary><see cref="Upsample"/> over int8, nearest neighbour only.</summary>
public static unsafe class UpsampleInt8
{
    public static void Check(ref Frame f)
    {
        Upsample.Check(ref f, Kind.Int8);
        Frames.Require(ref f, f.Op.Axis == UpsampleMode.Nearest, Status.WrongAttribute, f.Op.Axis, UpsampleMode.Nearest);
    }

    public static void Run(ref Frame f)
    {
        int h = Tensors.Dim(ref f.X, 1);
        int w = Tensors.Dim(ref f.X, 2);
        int height = Tensors.Dim(ref f.Out, 1);
        int width = Tensors.Dim(ref f.Out, 2);
        int channels = Tensors.Dim(ref f.X, 3);
        int pixels = Tensors.Product(ref f.Out, 0, 3);
        for (int p = 0; p < pixels; p++)
        {
            int row = p / width;
            int n = row / height;
            int from = ((n * h + Upsample.Nearest(ref f, row - n * height, f.Op.Alpha, h, height)) * w + Upsample.Nearest(ref f, p - row * width, f.Op.Beta, w, width)) * channels;
            for (int c = 0; c < channels; c++) f.Int8[f.Out.Offset + p * channels + c] = f.Int8[f.X.Offset + from + c];
        }
    }
}
