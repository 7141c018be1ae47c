using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>LeNet-5 in Caffe's layout: 20 and 50 kernels of 5 x 5, each followed by a 2 x 2 maximum, then 500 units; 431,080 parameters on 28 x 28 gray pictures of 10 classes.</summary>
internal static class LeNet5
{
    public static readonly Architecture Architecture = new("lenet5", "20-50-500 in Caffe's layout (LeCun 1998)", Build);

    private static ModelGraph Build(ArchitectureSettings settings)
    {
        NetworkBuilder b = new("lenet5", settings);
        Value x = b.Conv("conv1", b.Input, 20, 5, same: false);
        x = b.MaxPool("pool1", x, 2, 2);
        x = b.Conv("conv2", x, 50, 5, same: false);
        x = b.MaxPool("pool2", x, 2, 2);
        x = b.Dense("fc1", x, 500, "relu");
        return b.Done(b.Dense("fc2", x, settings.Classes));
    }
}
