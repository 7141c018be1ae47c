using System;
using System.Linq;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = exp(x - max) / sum of exp(x - max) along the axis; dx = y * (dy - sum of y * dy). The logarithm: y = x - max - log(sum); dx = dy - exp(y) * sum of dy.</summary>
internal sealed unsafe class SoftmaxLayer : Layer
{
    private readonly int length, stride;
    private readonly bool log;

    public SoftmaxLayer(LayerPlan plan) : base(plan)
    {
        int axis = Node.Attributes.Int("axis", -1);
        if (axis < 0) axis += Output.Shape.Length;
        if (axis == 0) throw Refuse("it runs along the batch dimension");
        length = Output.Shape[axis];
        log = Node.Attributes.Int("log") != 0;
        stride = Output.Shape[(axis + 1)..].Aggregate(1, (a, b) => a * b);
    }

    public override void Forward(Pass pass) => EachSample(pass.Batch, sample =>
    {
        for (int line = 0; line < Output.Length / length; line++)
        {
            float* x = X.Sample(sample) + Start(line), y = Output.Sample(sample) + Start(line);
            float largest = x[0];
            for (int i = 1; i < length; i++) largest = MathF.Max(largest, x[i * stride]);
            double sum = 0;
            for (int i = 0; i < length; i++) sum += y[i * stride] = MathF.Exp(x[i * stride] - largest);
            double shift = largest + Math.Log(sum);
            for (int i = 0; i < length; i++) y[i * stride] = (float)(log ? x[i * stride] - shift : y[i * stride] / sum);
        }
    });

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } gradient) return;
        EachSample(pass.Batch, sample =>
        {
            for (int line = 0; line < Output.Length / length; line++)
            {
                float* y = Output.Sample(sample) + Start(line), dy = OutputGradient!.Sample(sample) + Start(line), dx = gradient.Sample(sample) + Start(line);
                double dot = 0;
                for (int i = 0; i < length; i++) dot += log ? dy[i * stride] : (double)y[i * stride] * dy[i * stride];
                for (int i = 0; i < length; i++) dx[i * stride] = (float)(log ? dy[i * stride] - (Math.Exp(y[i * stride]) * dot) : y[i * stride] * (dy[i * stride] - dot));
            }
        });
    }

    private int Start(int line) => line / stride * stride * length + line % stride;
}
