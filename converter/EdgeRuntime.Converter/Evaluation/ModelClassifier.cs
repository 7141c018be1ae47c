using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Evaluation;

/// <summary>Classifies pictures with the engine that also runs on devices.</summary>
public sealed class ModelClassifier : IClassifierSource
{
    private readonly Model model;
    private readonly NetworkInput input;
    private readonly SessionOptions? options;

    /// <summary>Takes over <paramref name="model"/>, which messages call <paramref name="name"/>.</summary>
    /// <param name="model">One input that is a picture, one output.</param>
    /// <param name="name">Path of the file.</param>
    /// <param name="specification">How pictures are prepared; null: as the model says.</param>
    /// <param name="options">How sessions run.</param>
    /// <exception cref="ConversionException">The model does not take pictures or does not say how they are prepared.</exception>
    public ModelClassifier(Model model, string name, InputSpecification? specification = null, SessionOptions? options = null)
    {
        specification ??= model.InputSpecification ?? throw new ConversionException(
            $"{name} does not say how pictures are prepared for it; convert it again with --input-spec FILE");
        input = NetworkInput.Of(specification);
        if (model.Inputs.Count != 1 || model.Outputs.Count != 1)
            throw new ConversionException($"{name} has {model.Inputs.Count} inputs and {model.Outputs.Count} outputs; a network that classifies pictures has one of each");
        if (model.Inputs[0].Count != input.Length)
            throw new ConversionException(
                $"{name} takes [{string.Join(", ", model.Inputs[0].Shape)}], but its input specification describes {input.Height} x {input.Width} x {input.Channels} values");
        this.model = model;
        this.options = options;
        Labels = specification.Labels;
    }

    public int ClassCount => model.Outputs[0].Count;

    public IReadOnlyList<string> Labels { get; }

    public IClassifier Open() => new Running(new Session(model, options), input);

    public void Dispose() => model.Dispose();

    private sealed class Running(Session session, NetworkInput input) : IClassifier
    {
        private readonly float[] values = new float[input.Length];

        public void Classify(Image image, Span<float> scores)
        {
            input.Fill(image, values);
            session.Run(values, scores);
        }

        public void Dispose() => session.Dispose();
    }
}
