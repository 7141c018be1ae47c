using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>Fire modules - a 1 x 1 convolution that squeezes, then 1 x 1 and 3 x 3 ones side by side - for small pictures (after Iandola et al. 2016, 1602.07360), with batch norm.</summary>
internal static class SqueezeNetSmall
{
    public static readonly Architecture Architecture = new("squeezenet-small", "fire modules (after SqueezeNet, 1602.07360)", Build) { Scales = true };

    private static ModelGraph Build(ArchitectureSettings settings)
    {
        NetworkBuilder b = new("squeezenet-small", settings);
        Value x = b.ConvNorm("conv1", b.Input, settings.Scaled(32), 3);
        x = b.MaxPool("pool1", x, 2, 2);
        x = Fire(b, settings, "fire2", x, 16, 32);
        x = Fire(b, settings, "fire3", x, 16, 32);
        x = b.MaxPool("pool3", x, 2, 2);
        x = Fire(b, settings, "fire4", x, 24, 64);
        x = Fire(b, settings, "fire5", x, 32, 96);
        x = b.Conv("conv6", b.Dropout("dropout", x, 0.5f), settings.Classes, 1);
        return b.Done(b.Flatten("logits", b.GlobalAverage("mean", x)));
    }

    private static Value Fire(NetworkBuilder b, ArchitectureSettings settings, string name, Value x, int squeeze, int expand)
    {
        Value s = b.ConvNorm(name + ".squeeze", x, settings.Scaled(squeeze), 1);
        Value one = b.ConvNorm(name + ".expand1", s, settings.Scaled(expand), 1), three = b.ConvNorm(name + ".expand3", s, settings.Scaled(expand), 3);
        return b.Concat(name + ".concat", one, three);
    }
}
