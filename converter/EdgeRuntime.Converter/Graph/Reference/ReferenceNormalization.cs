using System;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>Operators that normalise lines of elements.</summary>
internal static class ReferenceNormalization
{
    /// <summary>y = exp(x - max) / sum of exp(x - max) along the axis, or its logarithm.</summary>
    public static TensorData Softmax(Node node, TensorData?[] inputs)
    {
        TensorData x = inputs[0]!;
        int axis = node.Attributes.Int("axis");
        bool log = node.Attributes.Int("log") != 0;
        int stride = Shapes.Strides(x.Shape)[axis];
        int length = x.Shape[axis];
        float[] y = new float[x.Count];
        for (int line = 0; line < x.Count / length; line++)
        {
            int first = (line / stride * stride * length) + (line % stride);
            double largest = double.NegativeInfinity;
            for (int i = 0; i < length; i++) largest = Math.Max(largest, x.Floats[first + (i * stride)]);
            double sum = 0;
            for (int i = 0; i < length; i++) sum += Math.Exp(x.Floats[first + (i * stride)] - largest);
            for (int i = 0; i < length; i++)
            {
                double v = x.Floats[first + (i * stride)] - largest;
                y[first + (i * stride)] = (float)(log ? v - Math.Log(sum) : Math.Exp(v) / sum);
            }
        }

        return TensorData.Of(x.Shape, y);
    }

    /// <summary>y = x / (bias + alpha / size * sum of squares of the size channels around)^beta (Krizhevsky et al. 2012).</summary>
    public static TensorData Lrn(Node node, TensorData?[] inputs)
    {
        TensorData x = inputs[0]!;
        int size = node.Attributes.Int("size");
        int channels = x.Shape[^1];
        float[] y = new float[x.Count];
        for (int i = 0; i < y.Length; i++)
        {
            int c = i % channels;
            int from = Math.Max(0, c - ((size - 1) / 2));
            int to = (int)Math.Min(channels - 1, c + ((long)size / 2));
            double squares = 0;
            for (int k = from; k <= to; k++) squares += (double)x.Floats[i - c + k] * x.Floats[i - c + k];
            double scale = node.Attributes.Float("bias", 1) + (node.Attributes.Float("alpha", 1e-4f) / size * squares);
            y[i] = (float)(x.Floats[i] / Math.Pow(scale, node.Attributes.Float("beta", 0.75f)));
        }

        return TensorData.Of(x.Shape, y);
    }
}
