using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Conv with constant weights, 1-D and 2-D.</summary>
internal static class Convolution
{
    public static void Conv(OnnxNode node)
    {
        Value x = node.Float(0);
        TensorData weights = node.FloatConstant(1, "the weights");
        int rank = x.Shape.Length;
        if (weights.Shape.Length != rank) throw node.Error($"weights of shape {Shapes.Text(weights.Shape)} do not fit an input of shape {Shapes.Text(x.Shape)}");
        Value nhwc = ChannelsLast.From(node, x);
        int[] kernel = weights.Shape[2..];
        int[]? stated = node.Ints("kernel_shape");
        if (stated is not null && !Shapes.Same(stated, kernel)) throw node.Error($"kernel_shape {Shapes.Text(stated)} contradicts weights of shape {Shapes.Text(weights.Shape)}");
        SpatialWindow window = SpatialWindow.Read(node, x.Shape[2..], kernel);
        int[] plane = [weights.Shape[0], weights.Shape[1], window.Kernel[0], window.Kernel[1]];
        Value w = node.Builder.Constant(node.Name + "/weights", weights.Reshaped(plane));
        w = node.Builder.Transpose(w, node.Name + "/weights", 0, 2, 3, 1);
        List<Value?> operands = [nhwc, w];
        if (node.Optional(2) is not null) operands.Add(node.Builder.Constant(node.Name + "/bias", Bias(node, weights.Shape[0])));
        Value y = node.Emit(Op.Conv, operands, window.Attributes.With("group", node.Int("group", 1)).With("activation", ""));
        node.Set(ChannelsLast.Back(node, y, rank));
    }

    private static TensorData Bias(OnnxNode node, int outputs)
    {
        TensorData bias = node.FloatConstant(2, "the bias");
        return bias.Shape.SequenceEqual([outputs]) ? bias : throw node.Error($"the bias has the shape {Shapes.Text(bias.Shape)}; expected [{outputs}]");
    }
}
