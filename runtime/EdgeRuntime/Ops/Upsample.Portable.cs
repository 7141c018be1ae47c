using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Resizes [batch, height, width, channels] by nearest neighbour or bilinear interpolation (ONNX Resize).</summary>
public static unsafe class Upsample
{
    /// <summary>Output height and width come from the record.</summary>
    public static void Check(ref Frame f, int kind)
    {
        Frames.Input(ref f, kind, 4);
        f.Out.Rank = 4;
        f.Out.Kind = kind;
        f.Out.Shape = f.X.Shape;
        Sixes.Set(ref f.Out.Shape, 1, f.Op.ListA.V0);
        Sixes.Set(ref f.Out.Shape, 2, f.Op.ListA.V1);
        int pixels = Tensors.Product(ref f.X, 0, 3);
        Frames.Require(ref f, pixels > 0, Status.WrongShape, pixels, 1);
    }

    /// <summary>Real input coordinate of output position <paramref name="p"/>.</summary>
    public static float Coordinate(int rule, int p, float scale, int inputs, int outputs)
    {
        switch (rule)
        {
            case UpsampleCoordinates.Asymmetric: return p / scale;
            case UpsampleCoordinates.AlignCorners: return outputs == 1 ? 0f : p * (float)(inputs - 1) / (inputs * scale - 1f);
            case UpsampleCoordinates.PytorchHalfPixel: return outputs == 1 ? 0f : (p + 0.5f) / scale - 0.5f;
            default: return (p + 0.5f) / scale - 0.5f;
        }
    }

    /// <summary>Input position of output position <paramref name="p"/> under nearest neighbour.</summary>
    public static int Nearest(ref Frame f, int p, float scale, int inputs, int outputs)
    {
        float x = Limited(Coordinate(f.Op.Coordinates, p, scale, inputs, outputs), inputs);
        int floor = Functions.Floor(x);
        float part = x - floor;
        int at;
        switch (f.Op.Rounding)
        {
            case UpsampleRounding.Floor: at = floor; break;
            case UpsampleRounding.Ceil: at = part > 0f ? floor + 1 : floor; break;
            case UpsampleRounding.RoundPreferCeil: at = part >= 0.5f ? floor + 1 : floor; break;
            default: at = part > 0.5f ? floor + 1 : floor; break;
        }

        return FixedPoint.Clamp(at, 0, inputs - 1);
    }

    private static float Limited(float x, int inputs)
    {
        if (!(x > -1f)) return -1f;
        return x > inputs ? inputs : x;
    }

    public static void Run(ref Frame f)
    {
        int height = Tensors.Dim(ref f.Out, 1);
        int width = Tensors.Dim(ref f.Out, 2);
        int batch = Tensors.Dim(ref f.Out, 0);
        for (int n = 0; n < batch; n++)
            for (int oy = 0; oy < height; oy++)
                for (int ox = 0; ox < width; ox++)
                {
                    if (f.Op.Axis == UpsampleMode.Nearest) NearestPixel(ref f, n, oy, ox, height, width);
                    else LinearPixel(ref f, n, oy, ox, height, width);
                }
    }

    private static void NearestPixel(ref Frame f, int n, int oy, int ox, int height, int width)
    {
        int h = Tensors.Dim(ref f.X, 1);
        int w = Tensors.Dim(ref f.X, 2);
        int channels = Tensors.Dim(ref f.X, 3);
        int from = f.X.Offset + ((n * h + Nearest(ref f, oy, f.Op.Alpha, h, height)) * w + Nearest(ref f, ox, f.Op.Beta, w, width)) * channels;
        int to = f.Out.Offset + ((n * height + oy) * width + ox) * channels;
        for (int c = 0; c < channels; c++) f.Floats[to + c] = f.Floats[from + c];
    }

    private static void LinearPixel(ref Frame f, int n, int oy, int ox, int height, int width)
    {
        int h = Tensors.Dim(ref f.X, 1);
        int w = Tensors.Dim(ref f.X, 2);
        int channels = Tensors.Dim(ref f.X, 3);
        float y = Limited(Coordinate(f.Op.Coordinates, oy, f.Op.Alpha, h, height), h);
        float x = Limited(Coordinate(f.Op.Coordinates, ox, f.Op.Beta, w, width), w);
        int top = Functions.Floor(y);
        int left = Functions.Floor(x);
        float dy = y - top;
        float dx = x - left;
        int y0 = FixedPoint.Clamp(top, 0, h - 1);
        int y1 = FixedPoint.Clamp(top + 1, 0, h - 1);
        int x0 = FixedPoint.Clamp(left, 0, w - 1);
        int x1 = FixedPoint.Clamp(left + 1, 0, w - 1);
        int image = n * h;
        int to = f.Out.Offset + ((n * height + oy) * width + ox) * channels;
        for (int c = 0; c < channels; c++)
        {
            float a = f.Floats[f.X.Offset + ((image + y0) * w + x0) * channels + c];
            float b = f.Floats[f.X.Offset + ((image + y0) * w + x1) * channels + c];
            float p = f.Floats[f.X.Offset + ((image + y1) * w + x0) * channels + c];
            float q = f.Floats[f.X.Offset + ((image + y1) * w + x1) * channels + c];
            float upper = a * (1f - dx) + b * dx;
            float lower = p * (1f - dx) + q * dx;
            f.Floats[to + c] = upper * (1f - dy) + lower * dy;
        }
    }
}
