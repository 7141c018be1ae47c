using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>LeNet-300-100: two hidden dense layers (LeCun et al. 1998); 266,610 parameters on 28 x 28 gray pictures of 10 classes.</summary>
internal static class LeNet300100
{
    public static readonly Architecture Architecture = new("lenet-300-100", "two hidden dense layers of 300 and 100 (LeCun 1998)", Build);

    private static ModelGraph Build(ArchitectureSettings settings)
    {
        NetworkBuilder b = new("lenet-300-100", settings);
        Value x = b.Dense("fc1", b.Input, 300, "relu");
        x = b.Dense("fc2", x, 100, "relu");
        return b.Done(b.Dense("fc3", x, settings.Classes));
    }
}
