using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Report;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter;

/// <summary>Runs recipes whose stages retrain the network: import, lower, stage by stage compress, train and measure, write.</summary>
public sealed class CompressPipeline
{
    private readonly CompressRequest request;
    private readonly FloatModel model;
    private readonly ModelGraph graph;
    private readonly SampleSet samples;
    private readonly Retraining retraining;
    private readonly int[] heldOut;
    private readonly List<StageReport> stages = [];

    private CompressPipeline(CompressRequest request, List<string> notes)
    {
        this.request = request;
        model = FloatModel.Load(request.Path, request.InputSpecPath, null, notes);
        if (model.Input is null) throw new ConversionException($"{request.Path} does not take one picture, so it cannot be trained on {request.Training.Name}");
        graph = GraphCopy.Of(model.Graph);
        samples = SampleSet.Load(request.Training, NetworkInput.Of(model.Input));
        FloatModel? teacher = request.Teacher is null ? null : FloatModel.Load(request.Teacher, null, null, notes);
        retraining = new Retraining
        {
            Data = samples,
            Teacher = teacher?.Graph,
            TeacherInput = teacher?.Input is { } input ? NetworkInput.Of(input) : null,
            Threads = request.Threads,
            Checkpoints = request.Checkpoints,
            Resume = request.Resume,
            Progress = request.TrainingProgress,
            Cancel = request.Cancel,
        };
        heldOut = BatchFeed.Split(samples.Count, new TrainRequest { Graph = graph, Data = samples }.HeldOut).Held;
    }

    /// <summary>Compresses. Only checkpoints are written to disk.</summary>
    /// <exception cref="ConversionException">The model, the recipe or the data do not allow it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CompressResult Run(CompressRequest request)
    {
        List<string> notes = [];
        request.Progress?.Invoke("reading", 0);
        return new CompressPipeline(request, notes).Run(notes);
    }

    private CompressResult Run(List<string> notes)
    {
        Compressor.Check(graph, request.Recipe);
        SensitivityScan? scan = request.SensitivityImages > 0 && heldOut.Length > 0
            ? Sensitivity.Run(model.Graph, samples, Sensitivity.Prune, Sensitivity.UsualLevels(Sensitivity.Prune),
                heldOut[..Math.Min(heldOut.Length, request.SensitivityImages)], request.Threads, (l, t) => request.Progress?.Invoke("sensitivity of " + l, t), request.Cancel)
            : null;
        stages.Add(Measured("original", ""));
        CompressionReport layers = Compressor.Apply(graph, request.Recipe, new CompressionContext
        {
            Retraining = retraining,
            Seed = request.Seed,
            StageDone = i => stages.Add(Measured(request.Recipe.Stages[i].Method.Name, Described(request.Recipe.Stages[i]))),
            Progress = request.Progress,
            Cancellation = request.Cancel,
        });
        ErmFile file = ErmExporter.Export(graph, new ErmOptions { Input = model.Input, CertificateInputs = 1 });
        CompressReport report = new()
        {
            Recipe = request.Recipe.Name,
            Network = Path.GetFileName(request.Path),
            Teacher = request.Teacher is null ? null : Path.GetFileName(request.Teacher),
            Data = request.Training.Name,
            Seed = request.Seed,
            HeldOut = heldOut.Length,
            OriginalBytes = model.ParameterBytes,
            Bytes = file.Bytes.Length,
            ArenaBytes = file.ArenaBytes,
            Before = Evaluate(ErmExporter.Export(model.Graph, new ErmOptions { Quick = true }).Bytes, "accuracy before"),
            After = Evaluate(file.Bytes, "accuracy after"),
            Stages = stages,
            Epochs = retraining.Epochs,
            Layers = layers.Layers,
            Ledger = ModelLedger.Of(file.Bytes),
            Sensitivity = scan,
        };
        return new CompressResult(file.Bytes, report, notes);
    }

    private StageReport Measured(string method, string settings)
    {
        using WorkerPool pool = new(request.Threads);
        double accuracy = heldOut.Length == 0 ? 0 : FloatAccuracy.Run(new TrainingNetwork(graph, 100, pool, false), samples, heldOut).Accuracy;
        List<LayerWeights> weights = [.. graph.Nodes.Select(n => n.Weights).OfType<LayerWeights>().Distinct()];
        int biases = graph.Nodes.Where(n => n.Weights is not null).Select(n => n.Inputs.ElementAtOrDefault(2)?.Constant?.Count ?? 0).Sum();
        bool shared = weights.Any(w => w.Form is not (WeightForm.Float32 or WeightForm.Float16));
        int[] bytes = [.. new[] { "raw", "huffman", "best" }.Select(coding => Length(weights, coding))];
        long left = weights.Count == 0 ? model.ParameterBytes / sizeof(float) : weights.Sum(w => (long)w.NonZero) + biases;
        return new StageReport(method, settings, shared, accuracy, left, bytes[0], bytes[1], bytes[2]);
    }

    private int Length(List<LayerWeights> weights, string coding)
    {
        foreach (LayerWeights w in weights) w.Coding = coding;
        return ErmExporter.Export(graph, new ErmOptions { Input = model.Input, CertificateInputs = 1 }).Bytes.Length;
    }

    private static string Described(RecipeStage stage)
        => stage.Settings + (stage.Layers.Count == 0 ? "" : (stage.Settings.Stated.Any() ? ", " : "") + "layers " + string.Join(' ', stage.Layers));

    private EvaluationResult? Evaluate(byte[] file, string what)
    {
        if (request.Test is not { } test) return null;
        int done = 0;
        using ModelClassifier source = new(Model.Load(file, request.Path), request.Path, model.Input);
        return Evaluator.Run(source, test, 0, request.Threads,
            () => request.Progress?.Invoke(what, (double)System.Threading.Interlocked.Increment(ref done) / test.Count), request.Cancel);
    }
}
