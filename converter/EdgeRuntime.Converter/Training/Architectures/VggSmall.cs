using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>Pairs of 3 x 3 convolutions with batch norm at 32, 64 and 128 channels, each followed by a 2 x 2 maximum, then 256 units (after Simonyan and Zisserman 2015, 1409.1556).</summary>
internal static class VggSmall
{
    public static readonly Architecture Architecture = new("vgg-small", "three pairs of 3x3 convolutions (after VGG, 1409.1556)", Build) { Scales = true };

    private static ModelGraph Build(ArchitectureSettings settings)
    {
        NetworkBuilder b = new("vgg-small", settings);
        Value x = b.Input;
        for (int stage = 0; stage < 3; stage++)
        {
            int channels = settings.Scaled(32 << stage);
            x = b.ConvNorm($"conv{stage + 1}a", x, channels, 3);
            x = b.ConvNorm($"conv{stage + 1}b", x, channels, 3);
            x = b.MaxPool($"pool{stage + 1}", x, 2, 2);
        }

        x = b.Dense("fc1", x, settings.Scaled(256), "relu");
        return b.Done(b.Dense("fc2", b.Dropout("dropout", x, 0.5f), settings.Classes));
    }
}
