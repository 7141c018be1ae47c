using System;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>Largest value or mean of each window; cells outside the image are skipped, but count in the divisor when includePad is 1.</summary>
internal static class ReferencePool
{
    public static TensorData Max(Node node, TensorData?[] inputs)
    {
        TensorData x = inputs[0]!;
        if (x.IsFloat) return TensorData.Of(node.Outputs[0].Shape, Largest(node, x, x.Floats, float.NegativeInfinity));
        return TensorData.Of(node.Outputs[0].Shape, Largest(node, x, x.Integers, sbyte.MinValue), x.Type);
    }

    public static TensorData Average(Node node, TensorData?[] inputs)
    {
        TensorData x = inputs[0]!;
        int[] shape = node.Outputs[0].Shape;
        bool includePad = node.Attributes.Int("includePad") != 0;
        float[] y = new float[Shapes.Count(shape)];
        Visit(node, x.Shape, (at, cells) =>
        {
            double sum = 0;
            int count = 0;
            foreach (int cell in cells)
            {
                if (cell >= 0) sum += x.Floats[cell];
                if (cell >= 0 || includePad) count++;
            }

            y[at] = (float)(sum / Math.Max(count, 1));
        });
        return TensorData.Of(shape, y);
    }

    private static T[] Largest<T>(Node node, TensorData x, T[] values, T lowest)
        where T : IComparable<T>
    {
        T[] y = new T[Shapes.Count(node.Outputs[0].Shape)];
        Visit(node, x.Shape, (at, cells) =>
        {
            T largest = lowest;
            foreach (int cell in cells)
                if (cell >= 0 && values[cell].CompareTo(largest) > 0) largest = values[cell];
            y[at] = largest;
        });
        return y;
    }

    /// <summary>Calls <paramref name="visit"/> with each output index and the input indices of its window, -1 where it lies outside.</summary>
    private static void Visit(Node node, int[] x, Action<int, int[]> visit)
    {
        int[] kernel = node.Attributes.Ints("kernel");
        Window window = new(node, kernel[0], kernel[1]);
        int[] y = node.Outputs[0].Shape;
        int[] cells = new int[kernel[0] * kernel[1]];
        int at = 0;
        for (int n = 0; n < y[0]; n++)
            for (int h = 0; h < y[1]; h++)
                for (int w = 0; w < y[2]; w++)
                    for (int c = 0; c < y[3]; c++)
                    {
                        for (int i = 0; i < cells.Length; i++)
                        {
                            int row = window.Row(h, i / kernel[1]);
                            int column = window.Column(w, i % kernel[1]);
                            bool inside = row >= 0 && row < x[1] && column >= 0 && column < x[2];
                            cells[i] = inside ? (((((n * x[1]) + row) * x[2]) + column) * x[3]) + c : -1;
                        }

                        visit(at++, cells);
                    }
    }
}
