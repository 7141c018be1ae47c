using System;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Batch and local response normalisation, softmax.</summary>
internal static class Normalization
{
    public static void BatchNormalization(OnnxNode node)
    {
        Value x = node.Float(0);
        float epsilon = node.Float("epsilon", 1e-5f);
        node.Ignore("momentum");
        if (node.Opset < 9 && node.Int("spatial", 1) == 0) throw node.Error("attribute 'spatial' is 0; only one statistic a channel is supported");
        if (node.Opset >= 14 && node.Int("training_mode", 0) != 0) throw node.Error("the node is in training mode; export the model for inference");
        int channels = x.Shape.Length >= 2 ? x.Shape[1] : throw node.Error($"the input has the shape {Shapes.Text(x.Shape)}; expected [N, C, ...]");
        (float[] scale, float[] bias, float[] mean, float[] variance) = (Statistic(1, "the scale"), Statistic(2, "the bias"), Statistic(3, "the mean"), Statistic(4, "the variance"));
        float[] factor = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double f = scale[c] / Math.Sqrt((double)variance[c] + epsilon);
            if (!double.IsFinite(f)) throw node.Error($"channel {c} has the variance {variance[c]}, which gives no finite scale");
            factor[c] = (float)f;
            shift[c] = (float)(bias[c] - (mean[c] * f));
        }

        Value s = node.Builder.Constant(node.Name + "/scale", [channels], factor);
        Value b = node.Builder.Constant(node.Name + "/shift", [channels], shift);
        node.Set(ChannelsLast.Around(node, x, v => node.Emit(Op.BatchNorm, [v, s, b])));

        float[] Statistic(int input, string what)
        {
            TensorData data = node.FloatConstant(input, what);
            return Shapes.Same(data.Shape, [channels]) ? data.Floats : throw node.Error($"{what} has the shape {Shapes.Text(data.Shape)}; expected [{channels}]");
        }
    }

    public static void LocalResponse(OnnxNode node)
    {
        Value x = node.Float(0);
        int size = node.Int("size", 0);
        if (size <= 0) throw node.Error("attribute 'size' must be positive");
        Attributes attributes = new Attributes().With("size", size).With("alpha", node.Float("alpha", 1e-4f)).With("beta", node.Float("beta", 0.75f)).With("bias", node.Float("bias", 1));
        node.Set(ChannelsLast.Around(node, x, v => node.Emit(Op.Lrn, [v], attributes)));
    }

    /// <summary>Before opset 13 all dimensions from the axis on form one line.</summary>
    public static void Softmax(OnnxNode node, int log)
    {
        Value x = node.Float(0);
        int rank = x.Shape.Length;
        if (rank == 0) throw node.Error("the input is a scalar");
        bool flattens = node.Opset < 13;
        int axis = node.Axis(node.Int("axis", flattens ? 1 : -1), flattens ? Math.Max(rank, 2) : rank);
        if (!flattens || axis == rank - 1)
        {
            node.Set(node.Emit(Op.Softmax, [x], new Attributes().With("axis", axis).With("log", log)));
            return;
        }

        Value lines = node.Builder.Reshape(x, node.Name + "/lines", Shapes.Count(x.Shape[..Math.Min(axis, rank)]), Shapes.Count(x.Shape[Math.Min(axis, rank)..]));
        node.Set(node.Builder.Reshape(node.Emit(Op.Softmax, [lines], new Attributes().With("axis", 1).With("log", log)), node.Name + "/result", x.Shape));
    }
}
