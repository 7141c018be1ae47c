using System;
using System.Collections.Generic;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter;

/// <summary>The whole way from a foreign model to a model file: import, lower, compress, guard, write.</summary>
public static class ConvertPipeline
{
    private const int GuardSubset = 1000;

    /// <summary>Converts. Nothing is written to disk.</summary>
    /// <exception cref="ConversionException">The model, the recipe or the data do not allow it, or accuracy falls by more than allowed.</exception>
    public static ConvertResult Run(ConvertRequest request)
    {
        request.Progress?.Invoke("import", 0);
        List<string> notes = [];
        FloatModel model = FloatModel.Load(request.Path, request.InputSpecPath, request.InputShapes, notes);
        EvaluationResult? before = Measure(request, model.Graph, model.Input, "accuracy before", notes);
        ModelGraph compressed = GraphCopy.Of(model.Graph);
        CompressionReport report = Compress(request, compressed, model.Input);
        if (request.IntegerOnly) IntegerOutput.Apply(compressed, notes);
        ErmFile file = ErmExporter.Export(compressed, new ErmOptions
        {
            Input = model.Input,
            Names = request.Names,
            SmallMemory = request.SmallMemory,
            CertificateInputs = request.CertificateInputs,
        });
        if (request.IntegerOnly) IntegerOutput.Check(file);
        EvaluationResult? after = request.Data is null ? null : Evaluate(request, file.Bytes, model.Input!, request.Limit, "accuracy after");
        if (request.MaxDrop is { } allowed) Guard(request, model, compressed, before, after, allowed);
        return new ConvertResult(file.Bytes, model.ParameterBytes, file.ArenaBytes, report, before, after, notes);
    }

    private static CompressionReport Compress(ConvertRequest request, ModelGraph graph, InputSpecification? input)
    {
        DataSet? calibration = request.Calibration ?? request.Data;
        using EngineActivations? activations = calibration is null || input is null ? null
            : new EngineActivations(calibration, NetworkInput.Of(input), request.CalibrationImages);
        return Compressor.Apply(graph, request.Recipe, new CompressionContext
        {
            Calibration = activations,
            Seed = request.Seed,
            Progress = request.Progress,
            Cancellation = request.Cancellation,
        });
    }

    private static EvaluationResult? Measure(ConvertRequest request, ModelGraph graph, InputSpecification? input, string what, List<string> notes)
    {
        if (request.Data is null)
        {
            if (request.MaxDrop is not null) throw new ConversionException("--max-drop compares accuracy before and after, which needs images; name a data set with --data");
            notes.Add("accuracy was not measured; name a data set with --data to see what compression cost");
            return null;
        }

        if (input is null) throw new ConversionException("the model does not take images, so no data set of images can be evaluated; leave --data out");
        return Evaluate(request, Plain(graph), input, request.Limit, what);
    }

    private static EvaluationResult Evaluate(ConvertRequest request, byte[] file, InputSpecification input, int limit, string what)
    {
        int total = request.Data!.Sample(limit).Length;
        int done = 0;
        using ModelClassifier source = new(Model.Load(file, request.Path), request.Path, input);
        return Evaluator.Run(source, request.Data, limit, request.Threads, () => request.Progress?.Invoke(what, (double)System.Threading.Interlocked.Increment(ref done) / total), request.Cancellation);
    }

    /// <summary>A file to measure and throw away.</summary>
    private static byte[] Plain(ModelGraph graph) => ErmExporter.Export(graph, new ErmOptions { Quick = true }).Bytes;

    /// <summary>Refuses when accuracy fell too far; the search for the culprits uses fewer images.</summary>
    private static void Guard(ConvertRequest request, FloatModel model, ModelGraph compressed, EvaluationResult? before, EvaluationResult? after, double allowed)
    {
        if (before is null || after is null || before.Top1 - after.Top1 <= allowed + 1e-9) return;
        int subset = request.Limit > 0 ? Math.Min(request.Limit, GuardSubset) : GuardSubset;
        double Accuracy(ModelGraph graph) => ReferenceEquals(graph, model.Graph) ? before.Top1 / 100 : ReferenceEquals(graph, compressed) ? after.Top1 / 100 : Subset(graph);
        double Subset(ModelGraph graph) => Evaluate(request, Plain(graph), model.Input!, subset, "looking for the layers that cost most").Top1 / 100;
        new AccuracyGuard(allowed, Accuracy, Subset).Enforce(model.Graph, compressed, request.Cancellation);
    }
}
