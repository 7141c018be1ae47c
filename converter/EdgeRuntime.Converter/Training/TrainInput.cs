using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training;

/// <summary>How pictures become the input of a network that is built anew, and the file beside the model that says so.</summary>
public static class TrainInput
{
    private const int Sampled = 10000;

    /// <summary>Input by the settings of <paramref name="recipe"/>, in the size, the channels and with the statistics of <paramref name="data"/> where they are silent.</summary>
    public static NetworkInput For(TrainRecipe recipe, DataSet data)
    {
        if (data.Count == 0) throw new ConversionException($"{data.Name} holds no pictures");
        Image first = data[0];
        if (!(recipe.Resolution is > 0 and <= 16)) throw new ConversionException($"the resolution multiplier is {recipe.Resolution}; it must be above 0 and at most 16");
        (int height, int width) = recipe.Size ?? (first.Height, first.Width);
        NetworkInput input = new()
        {
            Height = Math.Max(1, (int)Math.Round(height * recipe.Resolution)),
            Width = Math.Max(1, (int)Math.Round(width * recipe.Resolution)),
            Channels = first.Channels == 1 ? 1 : 3,
            Scale = 1f / 255,
        };
        if (recipe.Mean is { } m && recipe.Std is { } s) return Checked(input with { Mean = m, Std = s });
        (float[] mean, float[] std) = Statistics(data, input);
        return Checked(input with { Mean = recipe.Mean ?? mean, Std = recipe.Std ?? std });
    }

    /// <summary>The JSON file that describes <paramref name="input"/>, for a model whose own input is [1, C, H, W] when <paramref name="channelsFirst"/>.</summary>
    public static byte[] Describe(NetworkInput input, bool channelsFirst, string[] labels)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            Numbers(json, "size", [input.Height, input.Width]);
            json.WriteNumber("channels", input.Channels);
            json.WriteString("channelOrder", input.Channels == 1 ? "gray" : input.Bgr ? "bgr" : "rgb");
            json.WriteString("layout", channelsFirst ? "NCHW" : "NHWC");
            json.WriteNumber("scale", input.Scale);
            Numbers(json, "mean", input.Mean.Length == 0 ? [0] : input.Mean);
            Numbers(json, "std", input.Std.Length == 0 ? [1] : input.Std);
            json.WriteStartArray("labels");
            foreach (string label in labels) json.WriteStringValue(label);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. stream.ToArray(), .. Encoding.UTF8.GetBytes("\n")];
    }

    private static void Numbers(Utf8JsonWriter json, string name, float[] values)
    {
        json.WriteStartArray(name);
        foreach (float value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static NetworkInput Checked(NetworkInput input)
    {
        if (input.Mean.Length != 1 && input.Mean.Length != input.Channels || input.Std.Length != 1 && input.Std.Length != input.Channels)
            throw new ConversionException($"there are {input.Mean.Length} means and {input.Std.Length} standard deviations for {input.Channels} channels; give one or {input.Channels}");
        if (input.Std.Any(s => !(s > 0))) throw new ConversionException("a standard deviation is 0 or less; give one above 0");
        return input;
    }

    // Over pictures drawn at random - evenly spaced ones would meet the period of a sorted or interleaved set -, rounded to four decimals.
    private static (float[] Mean, float[] Std) Statistics(DataSet data, NetworkInput input)
    {
        int count = Math.Min(Sampled, data.Count), channels = input.Channels;
        double[] sums = new double[channels], squares = new double[channels];
        float[] pixels = new float[input.Length];
        int[] order = [.. Enumerable.Range(0, data.Count)];
        CounterRandom.Derive(0, 6).Shuffle(order);
        for (int i = 0; i < count; i++)
        {
            input.Fill(data[order[i]], pixels);
            for (int p = 0; p < pixels.Length; p++)
            {
                sums[p % channels] += pixels[p];
                squares[p % channels] += (double)pixels[p] * pixels[p];
            }
        }

        double n = (double)count * input.Height * input.Width;
        float[] mean = [.. sums.Select(s => (float)Math.Round(s / n, 4))];
        float[] std = [.. sums.Select((s, c) => (float)Math.Round(Math.Sqrt(Math.Max(1e-8, squares[c] / n - s / n * (s / n))), 4))];
        return (mean, [.. std.Select(s => MathF.Max(s, 1e-4f))]);
    }
}
