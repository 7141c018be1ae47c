using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Mean of the window; pixels in the padding count in the divisor only when includePad is 1.</summary>
internal sealed unsafe class AveragePoolLayer : Layer
{
    private readonly Window window;
    private readonly bool includePad;

    public AveragePoolLayer(LayerPlan plan) : base(plan)
    {
        int[] kernel = Node.Attributes.Ints("kernel");
        window = new Window(Node, X, Output, kernel[0], kernel[1]);
        includePad = Node.Attributes.Int("includePad") != 0;
    }

    public override void Forward(Pass pass) => EachSample(pass.Batch, sample =>
    {
        float* x = X.Sample(sample), y = Output.Sample(sample);
        Elementwise.Clear(y, Output.Length);
        for (int pixel = 0; pixel < window.Pixels; pixel++, y += window.Channels)
        {
            (int top, int bottom, int left, int right, float share) = Cells(pixel);
            for (int ky = top; ky < bottom; ky++)
            {
                for (int kx = left; kx < right; kx++) Elementwise.Add(x + Offset(pixel, ky, kx), y, window.Channels);
            }

            Elementwise.Scale(y, share, y, window.Channels);
        }
    });

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } gradient) return;
        EachSample(pass.Batch, sample =>
        {
            float* dx = gradient.Sample(sample), dy = OutputGradient!.Sample(sample);
            Elementwise.Clear(dx, X.Length);
            for (int pixel = 0; pixel < window.Pixels; pixel++, dy += window.Channels)
            {
                (int top, int bottom, int left, int right, float share) = Cells(pixel);
                Elementwise.Scale(dy, share, dy, window.Channels);
                for (int ky = top; ky < bottom; ky++)
                {
                    for (int kx = left; kx < right; kx++) Elementwise.Add(dy, dx + Offset(pixel, ky, kx), window.Channels);
                }
            }
        });
    }

    private (int Top, int Bottom, int Left, int Right, float Share) Cells(int pixel)
    {
        (int top, int bottom) = window.InsideRows(pixel / window.OutWidth);
        (int left, int right) = window.InsideColumns(pixel % window.OutWidth);
        int count = includePad ? window.KernelHeight * window.KernelWidth : (bottom - top) * (right - left);
        return (top, bottom, left, right, count > 0 ? 1f / count : 0);
    }

    private int Offset(int pixel, int ky, int kx)
        => (window.InputRow(pixel / window.OutWidth, ky) * window.Width + window.InputColumn(pixel % window.OutWidth, kx)) * window.Channels;
}
