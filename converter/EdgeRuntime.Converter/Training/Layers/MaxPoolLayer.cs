using System.Numerics;
using System.Runtime.Intrinsics;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Largest value under the window; its gradient goes to the first place that held it.</summary>
internal sealed unsafe class MaxPoolLayer : Layer
{
    private readonly Window window;
    private readonly BatchTensor places;

    public MaxPoolLayer(LayerPlan plan) : base(plan)
    {
        int[] kernel = Node.Attributes.Ints("kernel");
        window = new Window(Node, X, Output, kernel[0], kernel[1]);
        places = new BatchTensor(Output.Shape, Output.Capacity);
    }

    public override void Forward(Pass pass) => Pool.For(pass.Batch, (sample, _) =>
    {
        float* x = X.Sample(sample), y = Output.Sample(sample);
        int* place = (int*)places.Sample(sample);
        for (int oy = 0; oy < window.OutHeight; oy++)
        {
            (int top, int bottom) = window.InsideRows(oy);
            for (int ox = 0; ox < window.OutWidth; ox++, y += window.Channels, place += window.Channels)
            {
                (int left, int right) = window.InsideColumns(ox);
                bool first = true;
                for (int ky = top; ky < bottom; ky++)
                {
                    for (int kx = left; kx < right; kx++, first = false)
                        Take(x, (window.InputRow(oy, ky) * window.Width + window.InputColumn(ox, kx)) * window.Channels, first, y, place);
                }

                if (first) throw Refuse("a window lies wholly in the padding");
            }
        }
    });

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } gradient) return;
        Pool.For(pass.Batch, (sample, _) =>
        {
            float* dx = gradient.Sample(sample), dy = OutputGradient!.Sample(sample);
            int* place = (int*)places.Sample(sample);
            Elementwise.Clear(dx, X.Length);
            for (int i = 0; i < Output.Length; i++) dx[place[i]] += dy[i];
        });
    }

    // Compares the pixel at offset with the best so far, channel by channel.
    private void Take(float* x, int offset, bool first, float* best, int* place)
    {
        int channels = window.Channels, lanes = Vector<float>.Count, c = 0;
        for (; c <= channels - lanes; c += lanes)
        {
            Vector<float> v = Vector.Load(x + offset + c), b = first ? v : Vector.Load(best + c);
            Vector<int> here = Vector<int>.Indices + new Vector<int>(offset + c);
            Vector<int> larger = Vector.GreaterThan(v, b);
            Vector.ConditionalSelect(larger, v, b).Store(best + c);
            (first ? here : Vector.ConditionalSelect(larger, here, Vector.Load(place + c))).Store(place + c);
        }

        for (; c <= channels - 4; c += 4)
        {
            Vector128<float> v = Vector128.Load(x + offset + c), b = first ? v : Vector128.Load(best + c);
            Vector128<int> here = Vector128<int>.Indices + Vector128.Create(offset + c), larger = Vector128.GreaterThan(v, b).AsInt32();
            Vector128.ConditionalSelect(larger.AsSingle(), v, b).Store(best + c);
            (first ? here : Vector128.ConditionalSelect(larger, here, Vector128.Load(place + c))).Store(place + c);
        }

        for (; c < channels; c++)
        {
            float v = x[offset + c];
            if (!first && !(v > best[c])) continue;
            best[c] = v;
            place[c] = offset + c;
        }
    }
}
