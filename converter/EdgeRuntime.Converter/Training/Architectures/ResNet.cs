using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>Residual networks for small pictures: 16, 32 and 64 channels, n blocks of two 3 x 3 convolutions each, 6 n + 2 layers (He et al. 2016, 1512.03385); where the size changes the sum takes a 1 x 1 convolution.</summary>
internal static class ResNet
{
    public static readonly Architecture ResNet8 = new("resnet8", "residual network of 8 layers (1512.03385)", s => Build(s, "resnet8", 1)) { Scales = true };

    public static readonly Architecture ResNet20 = new("resnet20", "residual network of 20 layers (1512.03385)", s => Build(s, "resnet20", 3)) { Scales = true };

    private static ModelGraph Build(ArchitectureSettings settings, string name, int blocks)
    {
        NetworkBuilder b = new(name, settings);
        Value x = b.ConvNorm("conv1", b.Input, settings.Scaled(16), 3);
        for (int stage = 0; stage < 3; stage++)
        {
            for (int block = 0; block < blocks; block++)
                x = Block(b, $"block{stage + 1}{(char)('a' + block)}", x, settings.Scaled(16 << stage), stage > 0 && block == 0 ? 2 : 1);
        }

        return b.Done(b.Dense("fc", b.GlobalAverage("mean", x), settings.Classes));
    }

    private static Value Block(NetworkBuilder b, string name, Value x, int channels, int stride)
    {
        Value y = b.ConvNorm(name + ".conv1", x, channels, 3, stride);
        y = b.ConvNorm(name + ".conv2", y, channels, 3, relu: false);
        Value shortcut = stride == 1 && x.Shape[3] == channels ? x : b.ConvNorm(name + ".shortcut", x, channels, 1, stride, relu: false);
        return b.Relu(name + ".relu", b.Sum(name + ".sum", y, shortcut));
    }
}
