using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Larger pictures by the nearest pixel or a mean of four; a gradient goes to the pixels that were read, by their weights.</summary>
internal sealed unsafe class UpsampleLayer(LayerPlan plan) : Layer(plan)
{
    private readonly UpsampleTable rows = UpsampleTable.Of(plan.Node, 0);
    private readonly UpsampleTable columns = UpsampleTable.Of(plan.Node, 1);

    public override void Forward(Pass pass) => EachSample(pass.Batch, sample =>
    {
        float* x = X.Sample(sample), y = Output.Sample(sample);
        Elementwise.Clear(y, Output.Length);
        Visit((from, to, weight) => AddScaled(x + from, weight, y + to));
    });

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } gradient) return;
        EachSample(pass.Batch, sample =>
        {
            float* dx = gradient.Sample(sample), dy = OutputGradient!.Sample(sample);
            Elementwise.Clear(dx, X.Length);
            Visit((from, to, weight) => AddScaled(dy + to, weight, dx + from));
        });
    }

    private delegate void Visitor(int from, int to, float weight);

    // Every pair of an input and an output pixel with the weight between them.
    private void Visit(Visitor visit)
    {
        int channels = X.Shape[3], width = X.Shape[2], outWidth = Output.Shape[2];
        for (int oy = 0; oy < Output.Shape[1]; oy++)
        {
            for (int ox = 0; ox < outWidth; ox++)
            {
                for (int corner = 0; corner < 4; corner++)
                {
                    float wy = corner < 2 ? 1 - rows.Weight[oy] : rows.Weight[oy], wx = (corner & 1) == 0 ? 1 - columns.Weight[ox] : columns.Weight[ox];
                    int iy = corner < 2 ? rows.Low[oy] : rows.High[oy], ix = (corner & 1) == 0 ? columns.Low[ox] : columns.High[ox];
                    if (wy * wx != 0) visit((iy * width + ix) * channels, (oy * outWidth + ox) * channels, wy * wx);
                }
            }
        }
    }

    private void AddScaled(float* x, float weight, float* y)
    {
        int channels = X.Shape[3];
        for (int c = 0; c < channels; c++) y[c] += weight * x[c];
    }
}
