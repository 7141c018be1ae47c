using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Training.Architectures;
using EdgeRuntime.Converter.Training.Augmentation;
using EdgeRuntime.Converter.Training.Losses;
using EdgeRuntime.Converter.Training.Optimisers;

namespace EdgeRuntime.Converter.Training;

/// <summary>How to train, in plain values: what recipes and command lines say. Each property is one line of <see cref="TrainSetting.All"/>.</summary>
public sealed class TrainRecipe
{
    private const int MaxBytes = 1 << 20;

    public string? Architecture { get; set; }

    public double Width { get; set; } = 1;

    /// <summary>Rows and columns of the input; null for those of the pictures.</summary>
    public (int Height, int Width)? Size { get; set; }

    /// <summary>Factor on the size.</summary>
    public double Resolution { get; set; } = 1;

    /// <summary>Mean of pixel / 255; null for that of the training pictures.</summary>
    public float[]? Mean { get; set; }

    /// <summary>Standard deviation of pixel / 255; null for that of the training pictures.</summary>
    public float[]? Std { get; set; }

    public int Epochs { get; set; } = 10;

    public int Batch { get; set; } = 64;

    public ulong Seed { get; set; } = 1;

    public string Optimiser { get; set; } = "sgd";

    public double Momentum { get; set; } = 0.9;

    public double? Rate { get; set; }

    public string Schedule { get; set; } = "cosine";

    public double WarmUp { get; set; }

    public double WeightDecay { get; set; }

    public double L1 { get; set; }

    public double L2 { get; set; }

    public double LabelSmoothing { get; set; }

    public double DropConnect { get; set; }

    public string Augment { get; set; } = "";

    public int Validation { get; set; } = -1;

    /// <summary>What is imitated when there is a teacher: "soft" or "logits".</summary>
    public string Distil { get; set; } = "soft";

    public double Temperature { get; set; } = 4;

    /// <summary>Share of the teacher in the loss, 0 to 1; the labels have the rest.</summary>
    public double TeacherWeight { get; set; } = 0.9;

    /// <summary>Names of the recipes that come with the program.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
        [.. typeof(TrainRecipe).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^".json".Length]).Order(StringComparer.Ordinal)];

    private static string Prefix => "EdgeRuntime.Converter.Training.Recipes.";

    /// <summary>Reads a recipe: a name of <see cref="BuiltIn"/>, or a JSON file of one object whose properties are settings.</summary>
    /// <exception cref="ConversionException">There is no such recipe, or a property or value is wrong.</exception>
    public static TrainRecipe Load(string nameOrPath)
    {
        byte[] content;
        try
        {
            using Stream? resource = typeof(TrainRecipe).Assembly.GetManifestResourceStream($"{Prefix}{nameOrPath}.json");
            if (resource is null && !File.Exists(nameOrPath))
                throw new ConversionException($"there is no recipe {nameOrPath}: it is neither a file nor one of {string.Join(", ", BuiltIn)}");
            if (resource is null && new FileInfo(nameOrPath).Length > MaxBytes) throw new ConversionException($"the recipe {nameOrPath} has more than {MaxBytes} bytes");
            using MemoryStream memory = new();
            resource?.CopyTo(memory);
            content = resource is null ? File.ReadAllBytes(nameOrPath) : memory.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"the recipe {nameOrPath} cannot be read: {e.Message}", e);
        }

        TrainRecipe recipe = new();
        try
        {
            using JsonDocument json = JsonDocument.Parse(content);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new ConversionException($"the recipe {nameOrPath} is no JSON object of settings");
            foreach (JsonProperty property in json.RootElement.EnumerateObject()) recipe.Set(property.Name, Text(property.Value));
        }
        catch (JsonException e)
        {
            throw new ConversionException($"the recipe {nameOrPath} is not JSON: {e.Message}", e);
        }

        return recipe;
    }

    /// <summary>Changes one setting, as the text a user writes.</summary>
    /// <exception cref="ConversionException">The name is unknown or the value is wrong.</exception>
    public void Set(string name, string value)
    {
        TrainSetting setting = TrainSetting.All.FirstOrDefault(s => s.Name == name)
            ?? throw new ConversionException($"there is no setting \"{name}\" of a training; there are {string.Join(", ", TrainSetting.All.Select(s => s.Name))}");
        setting.Apply(this, value);
    }

    /// <summary>The network that <see cref="Architecture"/> names, with fresh weights.</summary>
    public ModelGraph Build(NetworkInput input, int classes) => Architectures.Architecture.Named(Architecture ?? "").Build(new ArchitectureSettings
    {
        Height = input.Height,
        Width = input.Width,
        Channels = input.Channels,
        Classes = classes,
        Seed = Seed,
        WidthMultiplier = Width,
    });

    /// <summary>A training by these settings.</summary>
    /// <exception cref="ConversionException">A value is out of range.</exception>
    public TrainRequest Request(ModelGraph graph, SampleSet data, ModelGraph? teacher = null) => new()
    {
        Graph = graph,
        Data = data,
        Teacher = teacher,
        Epochs = Epochs,
        Batch = Batch,
        Seed = Seed,
        Optimiser = Optimiser switch
        {
            "sgd" => new Sgd(Momentum),
            "nesterov" => new Sgd(Momentum, true),
            "adam" => new Adam(),
            _ => throw new ConversionException($"there is no optimiser \"{Optimiser}\"; there are sgd, nesterov, adam"),
        },
        Rate = Rate,
        Schedule = ScheduleNamed(),
        WeightDecay = WeightDecay,
        L1 = L1,
        L2 = L2,
        DropConnect = DropConnect,
        Loss = TotalLoss(teacher is not null),
        Augmentation = AugmentationKind.Parse(Augment),
        Validation = Validation,
    };

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };

    private Schedule ScheduleNamed()
    {
        Schedule schedule = Optimisers.Schedule.All.FirstOrDefault(s => s.Name == Schedule)
            ?? throw new ConversionException($"there is no schedule \"{Schedule}\"; there are {string.Join(", ", Optimisers.Schedule.All.Select(s => s.Name))}");
        return WarmUp is >= 0 and < 1 ? schedule with { WarmUp = WarmUp } : throw new ConversionException($"the warm-up is {WarmUp} of the training; it must be at least 0 and below 1");
    }

    private Loss TotalLoss(bool hasTeacher)
    {
        CrossEntropy labels = new(LabelSmoothing);
        if (!hasTeacher) return labels;
        if (!(TeacherWeight is >= 0 and <= 1)) throw new ConversionException($"the teacher's share in the loss is {TeacherWeight}; it must be 0 to 1");
        Loss imitation = Distil switch
        {
            "soft" => new SoftTargets(Temperature),
            "logits" => new LogitMatching(),
            _ => throw new ConversionException($"there is no distillation \"{Distil}\"; there are soft, logits"),
        };
        return new WeightedSum((1 - TeacherWeight, labels), (TeacherWeight, imitation));
    }
}
