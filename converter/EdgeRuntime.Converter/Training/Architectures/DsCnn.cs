using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>Depthwise separable network for keywords, small size: a 10 x 4 convolution, then four depthwise and pointwise pairs of 64 channels (Zhang et al. 2017, 1711.07128); meant for 49 x 10 spectra.</summary>
internal static class DsCnn
{
    public static readonly Architecture Architecture = new("ds-cnn", "depthwise separable network for keywords (1711.07128)", Build) { Scales = true };

    private static ModelGraph Build(ArchitectureSettings settings)
    {
        NetworkBuilder b = new("ds-cnn", settings);
        int channels = settings.Scaled(64);
        Value x = b.Conv("conv1", b.Input, channels, 10, 4, 2, 2, true, 1, "", false);
        x = b.Relu("conv1.relu", b.Norm("conv1.norm", x));
        for (int i = 1; i <= 4; i++)
        {
            x = b.ConvNorm($"block{i}.depthwise", x, channels, 3, 1, channels);
            x = b.ConvNorm($"block{i}.pointwise", x, channels, 1);
        }

        return b.Done(b.Dense("fc", b.Dropout("dropout", b.GlobalAverage("mean", x), 0.2f), settings.Classes));
    }
}
