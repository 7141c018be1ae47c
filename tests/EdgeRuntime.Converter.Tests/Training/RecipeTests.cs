using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Import;
using EdgeRuntime.Converter.Tests.Data;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Augmentation;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

public sealed class RecipeTests
{
    [Fact]
    public void BuiltInRecipesAreRead()
    {
        Assert.Contains("fashion-lenet5", TrainRecipe.BuiltIn);
        foreach (string name in TrainRecipe.BuiltIn)
        {
            TrainRecipe recipe = TrainRecipe.Load(name);
            Assert.NotNull(recipe.Architecture);
            AugmentationKind.Parse(recipe.Augment);
        }
    }

    [Theory]
    [InlineData("epoch", "3")]
    [InlineData("epochs", "many")]
    [InlineData("lr", "NaN")]
    [InlineData("size", "28")]
    public void WrongSettingsAreRefused(string name, string value)
        => Assert.Contains(name, Assert.Throws<ConversionException>(() => new TrainRecipe().Set(name, value)).Message);

    [Fact]
    public void EverySettingCanBeSet()
    {
        Dictionary<string, string> samples = new()
        {
            ["arch"] = "lenet5", ["size"] = "28x20", ["mean"] = "0.1,0.2,0.3", ["std"] = "0.4", ["optimiser"] = "adam", ["schedule"] = "step", ["augment"] = "flip", ["distil"] = "logits",
        };
        TrainRecipe recipe = new();
        foreach (TrainSetting setting in TrainSetting.All) recipe.Set(setting.Name, samples.GetValueOrDefault(setting.Name, "1"));
        Assert.Equal((28, 20), recipe.Size);
        Assert.Equal([0.1f, 0.2f, 0.3f], recipe.Mean!);
        Assert.Equal(TrainSetting.All.Length, TrainSetting.All.Select(s => s.Name).Distinct().Count());
    }

    [Fact]
    public void TheInputSpecificationIsReadBack()
    {
        NetworkInput input = new() { Height = 28, Width = 20, Channels = 3, Scale = 1f / 255, Mean = [0.1f, 0.2f, 0.3f], Std = [0.5f] };
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, TrainInput.Describe(input, true, ["T-shirt/top", "b \"c\""]));
            NetworkInput read = NetworkInput.Of(InputSpecFile.Read(path));
            Assert.Equal((28, 20, 3, 1f / 255, true), (read.Height, read.Width, read.Channels, read.Scale, read.ChannelsFirst));
            Assert.Equal(input.Mean, read.Mean);
            Assert.Contains("T-shirt/top", Encoding.UTF8.GetString(File.ReadAllBytes(path)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("fashion-mnist", 0.286, 0.353)]
    [InlineData("mnist", 0.1307, 0.3081)]
    public void StatisticsAreTheKnownOnes(string name, double mean, double deviation)
    {
        DataSet data = DataSetKind.OpenSpec($"{name}:{SharedData.Require(name)}?split=train");
        NetworkInput input = TrainInput.For(new TrainRecipe(), data);
        Assert.Equal(mean, input.Mean[0], 0.002);
        Assert.Equal(deviation, input.Std[0], 0.002);
    }
}
