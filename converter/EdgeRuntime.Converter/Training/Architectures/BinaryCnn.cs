using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>
/// A small binarised network after Hubara et al. 2016 (1602.02830): a convolution over values, then two convolutions and a dense layer of binary weights
/// on binary activations, each with a batch norm.
/// </summary>
internal static class BinaryCnn
{
    public static readonly Architecture Architecture = new("binary-cnn", "a small network of binary weights and binary activations (Hubara 2016)", Build) { Scales = true };

    private static ModelGraph Build(ArchitectureSettings settings)
    {
        NetworkBuilder b = new("binary-cnn", settings);
        Value x = b.Norm("norm1", b.MaxPool("pool1", b.Conv("conv1", b.Input, settings.Scaled(32), 3, bias: false), 2, 2));
        x = b.Norm("norm2", b.MaxPool("pool2", b.BinaryConv("conv2", x, settings.Scaled(32)), 2, 2));
        x = b.Norm("norm3", b.BinaryConv("conv3", x, settings.Scaled(64)));
        return b.Done(b.Norm("norm4", b.BinaryDense("fc", x, settings.Classes)));
    }
}
