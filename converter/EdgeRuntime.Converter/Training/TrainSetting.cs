using System;
using System.Globalization;
using System.Linq;
using EdgeRuntime.Converter.Training.Architectures;
using EdgeRuntime.Converter.Training.Augmentation;

namespace EdgeRuntime.Converter.Training;

/// <summary>One setting of a training: a property of a recipe and an option of the command line.</summary>
/// <param name="Name">Name, in words joined by dashes.</param>
/// <param name="Value">What its value is, for help texts.</param>
/// <param name="Summary">One phrase.</param>
/// <param name="Apply">Puts the text of a value into a recipe.</param>
public sealed record TrainSetting(string Name, string Value, string Summary, Action<TrainRecipe, string> Apply)
{
    /// <summary>Every setting, one line each.</summary>
    public static readonly TrainSetting[] All =
    [
        new("arch", "NAME", "network to build: " + string.Join(", ", Architecture.All.Select(a => a.Name)), (r, v) => r.Architecture = v),
        new("width", "FACTOR", "factor on the numbers of channels", (r, v) => r.Width = Number("width", v)),
        new("size", "HEIGHTxWIDTH", "input size in pixels; that of the pictures otherwise", (r, v) => r.Size = SizeOf(v)),
        new("resolution", "FACTOR", "factor on the input size", (r, v) => r.Resolution = Number("resolution", v)),
        new("mean", "N[,N,N]", "mean of pixel/255 to subtract; the training pictures' own otherwise", (r, v) => r.Mean = Numbers("mean", v)),
        new("std", "N[,N,N]", "standard deviation of pixel/255 to divide by", (r, v) => r.Std = Numbers("std", v)),
        new("epochs", "N", "passes over the data", (r, v) => r.Epochs = Whole("epochs", v)),
        new("batch", "N", "pictures an update", (r, v) => r.Batch = Whole("batch", v)),
        new("seed", "N", "seed of weights, order and augmentation", (r, v) => r.Seed = (ulong)Whole("seed", v)),
        new("optimiser", "NAME", "sgd, nesterov or adam", (r, v) => r.Optimiser = v),
        new("momentum", "N", "momentum of sgd and nesterov", (r, v) => r.Momentum = Number("momentum", v)),
        new("lr", "N", "highest learning rate", (r, v) => r.Rate = Number("lr", v)),
        new("schedule", "NAME", "constant, step or cosine", (r, v) => r.Schedule = v),
        new("warm-up", "PART", "part of the training in which the rate rises", (r, v) => r.WarmUp = Number("warm-up", v)),
        new("weight-decay", "N", "decoupled weight decay", (r, v) => r.WeightDecay = Number("weight-decay", v)),
        new("l1", "N", "penalty on |w|", (r, v) => r.L1 = Number("l1", v)),
        new("l2", "N", "penalty on w^2 / 2", (r, v) => r.L2 = Number("l2", v)),
        new("label-smoothing", "N", "share of the target spread over all classes", (r, v) => r.LabelSmoothing = Number("label-smoothing", v)),
        new("drop-connect", "RATE", "probability with which a weight of a dense layer is left out", (r, v) => r.DropConnect = Number("drop-connect", v)),
        new("augment", "LIST", "random changes, such as shift=2,rotate=10: " + string.Join(", ", AugmentationKind.All.Select(k => k.Name)), (r, v) => r.Augment = v),
        new("validation", "N", "pictures held out to choose the epoch; 5000, or a tenth of a small set", (r, v) => r.Validation = Whole("validation", v)),
        new("distil", "KIND", "what of the teacher is imitated: soft or logits", (r, v) => r.Distil = v),
        new("temperature", "N", "temperature of soft targets", (r, v) => r.Temperature = Number("temperature", v)),
        new("teacher-weight", "SHARE", "share of the teacher in the loss", (r, v) => r.TeacherWeight = Number("teacher-weight", v)),
    ];

    private static double Number(string name, string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new ConversionException($"the setting {name} is \"{text}\"; it takes a number");

    private static int Whole(string name, string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new ConversionException($"the setting {name} is \"{text}\"; it takes a whole number from 0 on");

    private static float[] Numbers(string name, string text) => [.. text.Split(',').Select(t => (float)Number(name, t))];

    private static (int Height, int Width) SizeOf(string text)
    {
        string[] sides = text.Split('x');
        if (sides.Length != 2) throw new ConversionException($"the setting size is \"{text}\"; it takes HEIGHTxWIDTH, such as 96x96");
        return (Whole("size", sides[0]), Whole("size", sides[1]));
    }
}
