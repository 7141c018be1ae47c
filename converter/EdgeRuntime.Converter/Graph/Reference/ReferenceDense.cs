using System;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>y[..., o] = activation(bias[o] + sum of x[..., i] * weights[o, i]).</summary>
internal static class ReferenceDense
{
    public static TensorData Run(Node node, TensorData?[] inputs)
    {
        float[] x = inputs[0]!.Floats;
        float[] weights = node.Weights?.Values ?? inputs[1]!.Floats;
        float[]? bias = inputs.Length > 2 ? inputs[2]?.Floats : null;
        int outputs = node.Inputs[1]!.Shape[0];
        int length = node.Inputs[1]!.Shape[1];
        float[] y = new float[Shapes.Count(node.Outputs[0].Shape)];
        for (int i = 0; i < y.Length; i++)
        {
            int o = i % outputs;
            ReadOnlySpan<float> line = x.AsSpan(i / outputs * length, length);
            ReadOnlySpan<float> row = weights.AsSpan(o * length, length);
            double sum = bias is null ? 0 : bias[o];
            for (int k = 0; k < length; k++) sum += (double)line[k] * row[k];
            y[i] = Activate(node, (float)sum);
        }

        return TensorData.Of(node.Outputs[0].Shape, y);
    }

    public static float Activate(Node node, float x) => node.Attributes.Text("activation") switch
    {
        "relu" => MathF.Max(x, 0),
        "relu6" => MathF.Min(MathF.Max(x, 0), 6),
        _ => x,
    };
}
