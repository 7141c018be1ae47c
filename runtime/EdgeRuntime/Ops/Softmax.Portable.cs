using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>e^(x - max) / sum along one axis.</summary>
public static unsafe class Softmax
{
    public static void Check(ref Frame f)
    {
        Frames.Elementwise(ref f, Kind.Float32, Kind.Float32);
        Frames.Require(ref f, f.Op.Axis < f.X.Rank, Status.WrongAttribute, f.Op.Axis, f.X.Rank);
    }

    public static void Run(ref Frame f)
    {
        int outer = Tensors.Product(ref f.X, 0, f.Op.Axis);
        int length = Tensors.Dim(ref f.X, f.Op.Axis);
        int inner = Tensors.Product(ref f.X, f.Op.Axis + 1, f.X.Rank);
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
                Line(ref f, o * length * inner + i, length, inner);
    }

    private static void Line(ref Frame f, int start, int length, int step)
    {
        float max = -3.40282347e38f;
        for (int i = 0; i < length; i++)
        {
            float v = f.Floats[f.X.Offset + start + i * step];
            if (v > max) max = v;
        }

        float sum = 0f;
        for (int i = 0; i < length; i++)
        {
            float e = Functions.Exp(f.Floats[f.X.Offset + start + i * step] - max);
            f.Floats[f.Out.Offset + start + i * step] = e;
            sum += e;
        }

        for (int i = 0; i < length; i++) f.Floats[f.Out.Offset + start + i * step] /= sum;
    }
}
