using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Jpeg;
using EdgeRuntime.Format;

namespace EdgeRuntime.Run;

/// <summary>A model that takes pictures, with its session and buffers; classifying allocates nothing.</summary>
internal sealed class Classifier : IDisposable
{
    private readonly Model model;
    private readonly Session session;
    private readonly FrameInput input;
    private readonly float[] values, scores;

    /// <summary>Loads a model.</summary>
    /// <param name="path">The .erm file.</param>
    /// <param name="labels">A file with one name a line, instead of the names in the model; or null.</param>
    /// <param name="resampling">How pictures are brought to the model's size.</param>
    /// <param name="crop">Cut the centre instead of stretching.</param>
    /// <param name="options">How the model is run.</param>
    /// <exception cref="ModelFormatException">The file is not a model, or not one of pictures.</exception>
    public Classifier(string path, string? labels, Resampling resampling, bool crop, SessionOptions? options = null)
    {
        model = Model.Load(path);
        InputSpecification s = model.InputSpecification ?? throw new ModelFormatException($"'{path}' does not say how pictures are prepared for it; convert it with an input specification");
        if (model.Inputs.Count != 1 || model.Outputs.Count != 1 || model.Inputs[0].Count != s.Height * s.Width * s.Channels)
            throw new ModelFormatException($"'{path}' has {model.Inputs.Count} inputs and {model.Outputs.Count} outputs that do not fit one {s.Width} x {s.Height} picture; use a model that classifies pictures one by one");
        input = new FrameInput(s, resampling, crop, new JpegDecoder());
        Labels = labels == null ? s.Labels : [.. File.ReadLines(labels).Select(l => l.Trim()).Where(l => l.Length > 0)];
        session = new Session(model, options);
        values = new float[input.Length];
        scores = new float[model.Outputs[0].Count];
        if (Labels.Count > 0 && Labels.Count != scores.Length)
            throw new ModelFormatException($"{Labels.Count} class names were found in '{labels ?? path}', the model has {scores.Length} classes; give a file with {scores.Length} lines");
    }

    /// <summary>Class names, or empty.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The frame classified last, decoded.</summary>
    public VideoFrame Picture => input.Uncompressed!;

    /// <summary>Number of classes.</summary>
    public int Classes => scores.Length;

    /// <summary>The name of a class, or its number.</summary>
    public string NameOf(int index) => Labels.Count > index ? Labels[index] : $"{index}";

    /// <summary>The index of a class by its name or number.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Classes; i++)
            if (NameOf(i) == name || $"{i}" == name) return i;
        throw new UsageException($"the class '{name}' is unknown; the model has {string.Join(", ", Enumerable.Range(0, Math.Min(Classes, 20)).Select(NameOf))}{(Classes > 20 ? ", ..." : "")}");
    }

    /// <summary>Scores of a frame, valid until the next call.</summary>
    public ReadOnlySpan<float> Classify(VideoFrame frame)
    {
        input.Fill(frame, values);
        session.Run(values, scores);
        return scores;
    }

    /// <summary>Index of the highest score; the lower one of equals.</summary>
    public static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        model.Dispose();
    }
}
