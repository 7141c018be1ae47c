using static EdgeRuntime.Converter.Graph.Rules.OpRules;

namespace EdgeRuntime.Converter.Graph.Rules;

/// <summary>Operators that treat each element, or each line, alike.</summary>
internal static class ElementwiseRules
{
    public static int[] Unary(Node n) => n.Inputs[0]!.Shape;

    public static int[] UnaryWith(Node n, params string[] attributes)
    {
        foreach (string name in attributes)
        {
            Require(n.Attributes.Has(name), n, $"attribute {name} is missing");
            Require(!float.IsNaN(n.Attributes.Float(name)), n, $"attribute {name} is not a number");
        }

        return n.Inputs[0]!.Shape;
    }

    public static int[] Binary(Node n)
    {
        int[] a = n.Inputs[0]!.Shape;
        int[] b = n.Inputs[1]!.Shape;
        return Shapes.Broadcast(a, b) ?? throw Broken(n, $"operands {Shapes.Text(a)} and {Shapes.Text(b)} cannot be broadcast together");
    }

    public static int[] Slope(Node n)
    {
        int[] result = Binary(n);
        Require(Shapes.Same(result, n.Inputs[0]!.Shape), n, $"the slope {Shapes.Text(n.Inputs[1]!.Shape)} must be broadcast to the input {Shapes.Text(n.Inputs[0]!.Shape)}");
        return result;
    }

    public static int[] Softmax(Node n)
    {
        int[] x = n.Inputs[0]!.Shape;
        int axis = n.Attributes.Int("axis", -1);
        Require(axis >= 0 && axis < x.Length, n, $"axis {axis} is outside the {x.Length} dimensions of the input");
        return x;
    }
}
