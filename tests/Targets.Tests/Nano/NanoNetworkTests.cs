extern alias nano;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Targets.Tests.Boards;
using Xunit;
using ImageInput = nano::EdgeRuntime.Nano.ImageInput;
using NanoModel = nano::EdgeRuntime.Nano.Model;
using NanoSelfTest = nano::EdgeRuntime.Nano.SelfTest;
using Scores = nano::EdgeRuntime.Nano.Scores;

namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>Whole networks on the nanoFramework assembly, from the pixels of a picture to the scores.</summary>
public class NanoNetworkTests
{
    [Theory]
    [InlineData(Networks.LeNet5)]
    [InlineData(Networks.Separable)]
    [InlineData(Networks.Binary)]
    [InlineData(Networks.BinaryFloats)]
    public void ScoresAreThoseOfThisMachine(string name)
    {
        byte[] file = Networks.Read(name);
        using Model model = Model.Load(file);
        using Session session = new(model);
        NetworkInput preparation = NetworkInput.Of(model.InputSpecification!);
        float[] values = new float[preparation.Length], expected = new float[model.Outputs[0].Count];
        NanoModel nano = new(file);
        ImageInput input = new(nano);
        Scores scores = new(nano);
        Assert.True(NanoSelfTest.Run(nano));
        DataSet pictures = Networks.Fashion();
        for (int i = 0; i < Networks.Pictures; i++)
        {
            preparation.Fill(pictures[i], values);
            session.Run(values, expected);
            input.Write(pictures[i].Pixels);
            nano.Run();
            for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], scores.Of(k));
        }
    }
}
