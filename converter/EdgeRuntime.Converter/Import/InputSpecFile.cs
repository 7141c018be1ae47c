using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Import;

/// <summary>Reads how images are prepared from a JSON file: network input = (pixel * scale - mean) / std, pixel 0 to 255.</summary>
public static class InputSpecFile
{
    private const int MaxBytes = 1 << 20;

    private static readonly string[] Properties = ["size", "channels", "channelOrder", "layout", "scale", "mean", "std", "labels"];

    /// <summary>The specification for a model: from <paramref name="specPath"/>, else from the file beside the model, else assumed with a note.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <param name="specPath">A specification file, or null.</param>
    /// <param name="graph">The lowered graph, whose input decides the layout.</param>
    /// <param name="notes">Receives what had to be assumed.</param>
    /// <returns>Null when the network does not take one image.</returns>
    public static InputSpecification? For(string modelPath, string? specPath, ModelGraph graph, ICollection<string> notes)
    {
        string beside = modelPath + ".input.json";
        string? path = specPath ?? (File.Exists(beside) ? beside : null);
        if (graph.Inputs.Count != 1) return null;
        int[] shape = graph.Inputs[0].Shape;
        if (path is not null)
        {
            InputSpecification read = Read(path);
            if (Miscounted(read, graph) is { } classes)
                notes.Add($"input specification '{path}' has {read.Labels.Count} labels, but the network has {classes} outputs; correct the labels");
            return Fit(read, graph.Inputs[0], path);
        }

        InputSpecification? assumed = Assume(shape);
        if (assumed is not null)
            notes.Add($"no input specification was found beside '{Path.GetFileName(modelPath)}': assumed pixel / 255 with mean 0 and std 1 in {assumed.ChannelOrder} order; give --input-spec FILE if the network was trained otherwise");
        return assumed;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConversionException">It is missing, not JSON, or has an unknown, missing or impossible property.</exception>
    public static InputSpecification Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes) throw new ConversionException($"input specification '{path}' is larger than {MaxBytes} bytes; it should be a short JSON object");
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Parse(json.RootElement, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"input specification '{path}' cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new ConversionException($"input specification '{path}' is not valid JSON at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}; expected an object such as {{\"size\": [28, 28], \"channels\": 1}}", e);
        }
    }

    private static InputSpecification Parse(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new ConversionException($"input specification '{path}' holds no JSON object; expected one such as {{\"size\": [28, 28], \"channels\": 1}}");
        foreach (JsonProperty p in root.EnumerateObject())
            if (!Properties.Contains(p.Name)) throw Bad(path, p.Name, $"is not known; allowed are {string.Join(", ", Properties)}");
        float[] size = Numbers(root, "size", path, []);
        if (size.Length != 2 || size.Any(v => v is < 1 or > 65536 || v != MathF.Floor(v))) throw Bad(path, "size", "must be [height, width] in whole pixels, 1 to 65536");
        float planes = Number(root, "channels", path, 3);
        if (planes is not (1 or 3)) throw Bad(path, "channels", FormattableString.Invariant($"is {planes}, images have 1 or 3"));
        int channels = (int)planes;
        string order = Text(root, "channelOrder", path, channels == 1 ? "gray" : "rgb", "gray", "rgb", "bgr");
        if (channels == 1 != (order == "gray")) throw Bad(path, "channelOrder", $"is '{order}' for {channels} channels");
        string layout = Text(root, "layout", path, "NCHW", "NCHW", "NHWC");
        float[] mean = Numbers(root, "mean", path, [0f]);
        float[] std = Numbers(root, "std", path, [1f]);
        if (mean.Length != 1 && mean.Length != channels) throw Bad(path, "mean", $"has {mean.Length} numbers, expected 1 or {channels}");
        if (std.Length != 1 && std.Length != channels) throw Bad(path, "std", $"has {std.Length} numbers, expected 1 or {channels}");
        if (std.Contains(0f)) throw Bad(path, "std", "contains 0, by which nothing can be divided");
        return new InputSpecification((int)size[0], (int)size[1], channels, order, layout, Number(root, "scale", path, 1), mean, std, Labels(root, path));
    }

    private static float Number(JsonElement root, string name, string path, float otherwise)
        => !root.TryGetProperty(name, out JsonElement e) ? otherwise : Finite(e, name, path);

    private static float Finite(JsonElement e, string name, string path)
        => e.ValueKind == JsonValueKind.Number && e.TryGetSingle(out float v) && float.IsFinite(v) ? v : throw Bad(path, name, "must be a finite number");

    private static float[] Numbers(JsonElement root, string name, string path, float[] otherwise)
    {
        if (!root.TryGetProperty(name, out JsonElement e)) return otherwise;
        if (e.ValueKind != JsonValueKind.Array) throw Bad(path, name, "must be a list of numbers");
        return [.. e.EnumerateArray().Select(v => Finite(v, name, path))];
    }

    private static string Text(JsonElement root, string name, string path, string otherwise, params string[] allowed)
    {
        if (!root.TryGetProperty(name, out JsonElement e)) return otherwise;
        string? text = e.ValueKind == JsonValueKind.String ? e.GetString() : null;
        return text is not null && allowed.Contains(text) ? text : throw Bad(path, name, $"must be one of {string.Join(", ", allowed)}");
    }

    private static string[] Labels(JsonElement root, string path)
    {
        if (!root.TryGetProperty("labels", out JsonElement e)) return [];
        if (e.ValueKind != JsonValueKind.Array) throw Bad(path, "labels", "must be a list of texts");
        return [.. e.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? v.GetString()! : throw Bad(path, "labels", "must be a list of texts"))];
    }

    private static ConversionException Bad(string path, string property, string what) => new($"input specification '{path}': property '{property}' {what}");

    /// <summary>The file speaks of the original model, whose input the layout pass may have made NHWC.</summary>
    private static InputSpecification Fit(InputSpecification s, Value input, string path)
    {
        int[] shape = input.Shape;
        InputSpecification fitted = input.Permutation is [0, 2, 3, 1] ? s with { Layout = "NHWC" } : s;
        int[] image = fitted.Layout == "NHWC" ? [s.Height, s.Width, s.Channels] : [s.Channels, s.Height, s.Width];
        bool fits = shape.Length == 4 ? shape.AsSpan(1).SequenceEqual(image) : shape.Aggregate(1, (a, b) => a * b) == s.Height * s.Width * s.Channels;
        return fits ? fitted
            : throw new ConversionException($"input specification '{path}' describes {s.Height} x {s.Width} pixels of {s.Channels} channels, but the network takes [{string.Join(", ", shape)}]; correct one of them");
    }

    /// <summary>Number of outputs of a classifier whose labels are more or fewer; else null.</summary>
    private static int? Miscounted(InputSpecification s, ModelGraph graph)
    {
        int classes = graph.Outputs[0].Shape.Aggregate(1, (a, b) => a * b);
        return s.Labels.Count > 0 && graph.Outputs.Count == 1 && classes != s.Labels.Count ? classes : null;
    }

    private static InputSpecification? Assume(int[] shape)
    {
        if (shape.Length != 4 || shape[0] != 1) return null;
        if (shape[3] is 1 or 3) return Assumed(shape[1], shape[2], shape[3], "NHWC");
        return shape[1] is 1 or 3 ? Assumed(shape[2], shape[3], shape[1], "NCHW") : null;
    }

    private static InputSpecification Assumed(int height, int width, int channels, string layout)
        => new(height, width, channels, channels == 1 ? "gray" : "rgb", layout, 1f / 255f, [0f], [1f], []);
}
