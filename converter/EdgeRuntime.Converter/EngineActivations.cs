using System;
using System.Collections.Generic;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter;

/// <summary>Shows the activations of calibration images by running the float graph on the engine that ships.</summary>
public sealed class EngineActivations : IActivationSource, IDisposable
{
    private readonly DataSet data;
    private readonly int[] images;
    private readonly NetworkInput input;
    private readonly float[] values;
    private ErmFile? file;
    private Model? model;
    private Session? session;

    /// <param name="data">Where the images come from; labels are not used.</param>
    /// <param name="input">How they are prepared.</param>
    /// <param name="count">Number of images, spread evenly over the data set.</param>
    public EngineActivations(DataSet data, NetworkInput input, int count)
    {
        this.data = data;
        this.input = input;
        images = new int[Math.Min(count, data.Count)];
        for (int i = 0; i < images.Length; i++) images[i] = (int)((long)i * data.Count / images.Length);
        values = new float[input.Length];
    }

    /// <inheritdoc/>
    public int SampleCount => images.Length;

    /// <inheritdoc/>
    public void Run(ModelGraph graph, int sample, ActivationVisitor visit)
    {
        if (sample == 0 || session is null) Open(graph);
        input.Fill(data[images[sample]], values);
        visit(graph.Inputs[0].Name, values);
        session!.SetInput(0, values);
        IReadOnlyList<string> names = file!.Values;
        session.RunObserved((operation, result) =>
        {
            if (names[operation].Length > 0) visit(names[operation], result);
        });
    }

    private void Open(ModelGraph graph)
    {
        Dispose();
        file = ErmExporter.Export(graph, new ErmOptions { Quick = true });
        model = Model.Load(file.Bytes, graph.Name);
        session = new Session(model);
    }

    public void Dispose()
    {
        session?.Dispose();
        model?.Dispose();
        session = null;
        model = null;
    }
}
