using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Export.Onnx;

/// <summary>Operators that move elements.</summary>
internal static class MovementWriters
{
    private const int WrapPad = 19;

    public static void Pad(OnnxWriter w, Node node)
    {
        string mode = node.Attributes.Text("mode");
        if (mode == "wrap") w.Needs(WrapPad);
        ElementType type = node.Inputs[0]!.Type;
        float value = node.Attributes.Float("value");
        TensorData constant = type == ElementType.Float32 ? TensorData.Of([], [value]) : TensorData.Of([], [(long)value + (type == ElementType.UInt8 ? 128 : 0)], type);
        w.Add("Pad", node.Name, [w.Name(node.Inputs[0]!), w.Integers(node.Name + "/pads", node.Attributes.Ints("pads")), w.Constant(node.Name + "/value", constant)],
            node.Outputs[0].Name, OnnxWriter.Text("mode", mode));
    }

    public static void Reshape(OnnxWriter w, Node node)
    {
        int[] shape = [.. node.Outputs[0].Shape];
        if (w.DynamicBatch) shape[0] = 0;
        w.Add("Reshape", node.Name, [w.Name(node.Inputs[0]!), w.Integers(node.Name + "/shape", shape)], node.Outputs[0].Name);
    }

    public static void Transpose(OnnxWriter w, Node node)
        => w.Add("Transpose", node.Name, [w.Name(node.Inputs[0]!)], node.Outputs[0].Name, OnnxWriter.Ints("perm", node.Attributes.Ints("perm")));

    public static void Slice(OnnxWriter w, Node node)
    {
        int[] x = node.Inputs[0]!.Shape;
        int[] y = node.Outputs[0].Shape;
        int[] starts = node.Attributes.Ints("starts");
        int[] steps = node.Attributes.Ints("steps");
        int[] along = [.. Enumerable.Range(0, x.Length).Where(i => y[i] != x[i] || steps[i] != 1)];
        if (along.Length == 0) along = [x.Length - 1];
        // An end before the first element is written so far below zero that adding the size leaves it there.
        int[] ends = [.. along.Select(i => starts[i] + (y[i] * steps[i])).Zip(along, (end, i) => end < 0 ? -x[i] - 1 : end)];
        w.Add("Slice", node.Name,
        [
            w.Name(node.Inputs[0]!), w.Integers(node.Name + "/starts", Shapes.Permute(starts, along)), w.Integers(node.Name + "/ends", ends),
            w.Integers(node.Name + "/axes", along), w.Integers(node.Name + "/steps", Shapes.Permute(steps, along)),
        ], node.Outputs[0].Name);
    }

    /// <summary>Refuses an open batch where an operation moves or mixes the batch dimension.</summary>
    public static void CheckBatch(Node node)
    {
        int[] x = node.Inputs[0]!.Shape;
        int[] y = node.Outputs[0].Shape;
        bool keeps = x.Length > 0 && y.Length > 0 && x[0] == y[0] && node.Op switch
        {
            Op.Transpose => node.Attributes.Ints("perm")[0] == 0,
            Op.Concat or Op.Softmax => node.Attributes.Int("axis") != 0,
            _ => true,
        };
        if (!keeps) throw new ConversionException($"{node.Op} '{node.Name}' does not keep the batch dimension apart, so the model cannot be written with an open batch; write it with a fixed one");
    }
}
