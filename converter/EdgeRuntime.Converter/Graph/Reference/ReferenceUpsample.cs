namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>Nearest and bilinear resizing by <see cref="UpsampleTable"/>.</summary>
internal static class ReferenceUpsample
{
    public static TensorData Run(Node node, TensorData?[] inputs)
    {
        TensorData x = inputs[0]!;
        int[] shape = node.Outputs[0].Shape;
        UpsampleTable rows = UpsampleTable.Of(node, 0);
        UpsampleTable columns = UpsampleTable.Of(node, 1);
        float[] y = new float[Shapes.Count(shape)];
        int at = 0;
        for (int n = 0; n < shape[0]; n++)
            for (int h = 0; h < shape[1]; h++)
                for (int w = 0; w < shape[2]; w++)
                    for (int c = 0; c < shape[3]; c++)
                    {
                        float Cell(int row, int column) => x.Floats[(((((n * x.Shape[1]) + row) * x.Shape[2]) + column) * x.Shape[3]) + c];
                        double top = Mix(Cell(rows.Low[h], columns.Low[w]), Cell(rows.Low[h], columns.High[w]), columns.Weight[w]);
                        double bottom = Mix(Cell(rows.High[h], columns.Low[w]), Cell(rows.High[h], columns.High[w]), columns.Weight[w]);
                        y[at++] = (float)Mix(top, bottom, rows.Weight[h]);
                    }

        return TensorData.Of(shape, y);
    }

    private static double Mix(double low, double high, float weight) => weight == 0 ? low : (low * (1 - weight)) + (high * weight);
}
