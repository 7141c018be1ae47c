using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>e^(x - max) / sum along one axis, or its logarithm x - max - log(sum).</summary>
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
            float x = f.Floats[f.X.Offset + start + i * step] - max;
            float e = Functions.Exp(x);
            f.Floats[f.Out.Offset + start + i * step] = f.Op.Logarithm != 0 ? x : e;
            sum += e;
        }

        float log = f.Op.Logarithm != 0 ? Functions.Log(sum) : 0f;
        for (int i = 0; i < length; i++)
        {
            float y = f.Floats[f.Out.Offset + start + i * step];
            f.Floats[f.Out.Offset + start + i * step] = f.Op.Logarithm != 0 ? y - log : y / sum;
        }
    }
}
