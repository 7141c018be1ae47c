using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Gemm and MatMul with a constant matrix: dense layers.</summary>
internal static class MatrixProducts
{
    public static void Gemm(OnnxNode node)
    {
        Value a = node.Float(0);
        TensorData b = Matrix(node);
        float alpha = node.Float("alpha", 1);
        float beta = node.Float("beta", 1);
        if (a.Shape.Length != 2) throw node.Error($"the first matrix has the shape {Shapes.Text(a.Shape)}; expected two dimensions");
        if (node.Int("transA", 0) != 0) a = node.Builder.Transpose(a, node.Name + "/transposed", 1, 0);
        if (b.Shape.Length != 2) throw node.Error($"the second matrix has the shape {Shapes.Text(b.Shape)}; expected two dimensions");
        Value w = node.Builder.Constant(node.Name + "/weights", Scaled(b, alpha));
        if (node.Int("transB", 0) == 0) w = node.Builder.Transpose(w, node.Name + "/weights", 1, 0);
        int outputs = w.Shape[0];
        Value? c = node.Optional(2);
        if (c is not null)
        {
            node.Float(2);
            if (!Shapes.Same(Shapes.Broadcast(c.Shape, [a.Shape[0], outputs]) ?? [], [a.Shape[0], outputs]))
                throw node.Error($"the third operand of shape {Shapes.Text(c.Shape)} cannot be added to a result of shape [{a.Shape[0]}, {outputs}]");
        }

        bool perOutput = c?.Constant is not null && (c.Shape.Length == 0 || (Shapes.Count(c.Shape) == c.Shape[^1] && (c.Shape[^1] == outputs || c.Shape[^1] == 1)));
        Value? bias = perOutput ? node.Builder.Constant(node.Name + "/bias", Scaled(Spread(c!.Constant!, outputs), beta)) : null;
        Value y = node.Emit(Op.Dense, bias is null ? [a, w] : [a, w, bias], new Attributes().With("activation", ""));
        if (c is not null && bias is null && beta != 0)
        {
            if (beta != 1) c = node.Builder.Emit(Op.Mul, node.Name + "/beta", [c, node.Builder.Constant(node.Name + "/beta", [], [beta])]);
            y = node.Builder.Emit(Op.Add, node.Name + "/add", [y, c]);
        }

        node.Set(y);
    }

    public static void MatMul(OnnxNode node)
    {
        Value a = node.Float(0);
        TensorData b = Matrix(node);
        int[] leading = b.Shape.Length > 2 ? b.Shape[..^2] : [];
        if (leading.Any(d => d != 1)) throw node.Error($"the second matrix has the shape {Shapes.Text(b.Shape)}; only one matrix for the whole batch is supported");
        if (b.Shape.Length == 0 || a.Shape.Length == 0) throw node.Error("a scalar operand is not allowed");
        bool vector = b.Shape.Length == 1;
        int inner = vector ? b.Shape[0] : b.Shape[^2];
        int outputs = vector ? 1 : b.Shape[^1];
        Value w = node.Builder.Constant(node.Name + "/weights", b.Reshaped(inner, outputs));
        w = node.Builder.Transpose(w, node.Name + "/weights", 1, 0);
        Value x = a.Shape.Length == 1 ? node.Builder.Reshape(a, node.Name + "/row", 1, a.Shape[0]) : a;
        Value y = node.Emit(Op.Dense, [x, w], new Attributes().With("activation", ""));
        int[] shape = [.. a.Shape[..^1], .. vector ? Array.Empty<int>() : [outputs]];
        if (a.Shape.Length > 1 || b.Shape.Length > 2) shape = [.. Enumerable.Repeat(1, Math.Max(0, b.Shape.Length - Math.Max(2, a.Shape.Length))), .. shape];
        if (!Shapes.Same(shape, y.Shape)) y = node.Builder.Reshape(y, node.Name + "/result", shape);
        node.Set(y);
    }

    private static TensorData Matrix(OnnxNode node)
    {
        if (node.Input(1).Constant is null) throw node.Error("the second matrix is computed while the network runs; only products with constant weights are supported");
        return node.FloatConstant(1, "the second matrix");
    }

    private static TensorData Scaled(TensorData t, float factor) => factor == 1 ? t : TensorData.Of(t.Shape, Array.ConvertAll(t.Floats, v => v * factor));

    private static TensorData Spread(TensorData t, int outputs) => t.Count == outputs ? t.Reshaped(outputs) : TensorData.Of([outputs], [.. Enumerable.Repeat(t.Floats[0], outputs)]);
}
