using System;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>y[n, h, w, o] = activation(bias[o] + sum of x[n, h * stride - pad + i * dilation, ..., g * I/group + c] * weights[o, i, j, c]).</summary>
internal static class ReferenceConv
{
    public static TensorData Run(Node node, TensorData?[] inputs)
    {
        TensorData x = inputs[0]!;
        float[] weights = node.Weights?.Values ?? inputs[1]!.Floats;
        float[]? bias = inputs.Length > 2 ? inputs[2]?.Floats : null;
        int[] shape = node.Outputs[0].Shape;
        int[] ws = node.Inputs[1]!.Shape;
        Window window = new(node, ws[1], ws[2]);
        int rowsPerGroup = ws[0] / node.Attributes.Int("group", 1);
        float[] y = new float[Shapes.Count(shape)];
        int at = 0;
        for (int n = 0; n < shape[0]; n++)
            for (int h = 0; h < shape[1]; h++)
                for (int w = 0; w < shape[2]; w++)
                    for (int o = 0; o < shape[3]; o++)
                        y[at++] = ReferenceDense.Activate(node, (float)((bias is null ? 0 : bias[o]) + Sum(window, x, weights, ws, (n, h, w, o), o / rowsPerGroup * ws[3])));
        return TensorData.Of(shape, y);
    }

    private static double Sum(Window window, TensorData x, float[] weights, int[] ws, (int N, int H, int W, int O) at, int first)
    {
        (int n, int h, int w, int o) = at;
        int depth = ws[3];
        double sum = 0;
        for (int i = 0; i < ws[1]; i++)
        {
            int row = window.Row(h, i);
            if (row < 0 || row >= x.Shape[1]) continue;
            for (int j = 0; j < ws[2]; j++)
            {
                int column = window.Column(w, j);
                if (column < 0 || column >= x.Shape[2]) continue;
                ReadOnlySpan<float> pixel = x.Floats.AsSpan((((((n * x.Shape[1]) + row) * x.Shape[2]) + column) * x.Shape[3]) + first, depth);
                ReadOnlySpan<float> kernel = weights.AsSpan(((((o * ws[1]) + i) * ws[2]) + j) * depth, depth);
                for (int c = 0; c < depth; c++) sum += (double)pixel[c] * kernel[c];
            }
        }

        return sum;
    }
}

/// <summary>Where a sliding window of <see cref="Op.Conv"/> or a pool lies.</summary>
internal readonly struct Window
{
    private readonly int strideH, strideW, dilationH, dilationW, top, left;

    public Window(Node node, int height, int width)
    {
        (Height, Width) = (height, width);
        int[] strides = node.Attributes.Ints("strides", [1, 1]);
        int[] dilations = node.Attributes.Ints("dilations", [1, 1]);
        int[] pads = node.Attributes.Ints("pads", [0, 0, 0, 0]);
        (strideH, strideW, dilationH, dilationW, top, left) = (strides[0], strides[1], dilations[0], dilations[1], pads[0], pads[1]);
    }

    public int Height { get; }

    public int Width { get; }

    public int Row(int output, int tap) => (output * strideH) - top + (tap * dilationH);

    public int Column(int output, int tap) => (output * strideW) - left + (tap * dilationW);
}
