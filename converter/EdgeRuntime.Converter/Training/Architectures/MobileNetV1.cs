using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>Depthwise 3 x 3 convolutions followed by 1 x 1 ones (Howard et al. 2017, 1704.04861); the first keep the size when the picture is smaller than 64 pixels.</summary>
internal static class MobileNetV1
{
    public static readonly Architecture Architecture = new("mobilenet-v1", "depthwise separable convolutions (1704.04861)", Build) { Scales = true };

    private static readonly (int Channels, int Stride)[] Blocks =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    private static ModelGraph Build(ArchitectureSettings settings)
    {
        NetworkBuilder b = new("mobilenet-v1", settings);
        bool small = settings.Height < 64 || settings.Width < 64;
        Value x = b.ConvNorm("conv1", b.Input, settings.Scaled(32), 3, small ? 1 : 2);
        for (int i = 0; i < Blocks.Length; i++)
        {
            // Small pictures keep their size through the first halving too, so that the last layers still see several pixels.
            int stride = small && i == 1 ? 1 : Blocks[i].Stride;
            x = b.ConvNorm($"block{i + 1}.depthwise", x, x.Shape[3], 3, stride, x.Shape[3]);
            x = b.ConvNorm($"block{i + 1}.pointwise", x, settings.Scaled(Blocks[i].Channels), 1);
        }

        return b.Done(b.Dense("fc", b.GlobalAverage("mean", x), settings.Classes));
    }
}
