using static EdgeRuntime.Converter.Graph.Rules.OpRules;

namespace EdgeRuntime.Converter.Graph.Rules;

/// <summary>Dense layers and per-channel affine maps.</summary>
internal static class LinearRules
{
    public static int[] Dense(Node n)
    {
        int[] x = n.Inputs[0]!.Shape;
        int[] w = n.Inputs[1]!.Shape;
        Require(x.Length >= 1 && w.Length == 2 && x[^1] == w[1], n, $"input {Shapes.Text(x)} does not fit weights [O, I] = {Shapes.Text(w)}");
        Parameter(n, 1, "weights");
        Bias(n, w[0]);
        Activation(n);
        return [.. x[..^1], w[0]];
    }

    public static int[] BatchNorm(Node n)
    {
        int[] x = n.Inputs[0]!.Shape;
        Require(x.Length >= 1, n, "the input must have a channel dimension");
        for (int i = 1; i <= 2; i++)
        {
            Parameter(n, i, i == 1 ? "scale" : "shift");
            Require(Shapes.Same(n.Inputs[i]!.Shape, [x[^1]]), n, $"operand {i} must have the shape [{x[^1]}], found {Shapes.Text(n.Inputs[i]!.Shape)}");
        }

        return x;
    }

    public static void Parameter(Node n, int index, string what)
    {
        TensorData? data = n.Inputs[index]?.Constant;
        Require(data is not null && data.IsFloat, n, $"{what} must be float constants");
    }

    public static void Bias(Node n, int outputs)
    {
        if (n.Inputs.Count < 3 || n.Inputs[2] is null) return;
        Parameter(n, 2, "the bias");
        Require(Shapes.Same(n.Inputs[2]!.Shape, [outputs]), n, $"the bias must have the shape [{outputs}], found {Shapes.Text(n.Inputs[2]!.Shape)}");
    }

    public static void Activation(Node n)
        => Require(n.Attributes.Text("activation") is "" or "relu" or "relu6", n, $"activation '{n.Attributes.Text("activation")}' is unknown");
}
