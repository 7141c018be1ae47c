using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Import.Onnx;

namespace EdgeRuntime.Converter.Report;

/// <summary>What became of one folder of the ONNX backend node tests.</summary>
/// <param name="Name">Folder.</param>
/// <param name="Operators">ONNX operators of its model.</param>
/// <param name="OutOfScope">Why it is out of scope, else null.</param>
/// <param name="Failure">What went wrong, else null.</param>
public sealed record NodeSuiteCase(string Name, IReadOnlyList<string> Operators, string? OutOfScope, string? Failure)
{
    public bool Passed => OutOfScope is null && Failure is null;
}

/// <summary>Runs the ONNX backend node tests three times: by the reference executor, and by the engine with portable and with prepared kernels.</summary>
public static class NodeSuite
{
    /// <summary>Largest absolute, and largest relative difference that passes: |actual - expected| at most absolute + relative * |expected|.</summary>
    public const double AbsoluteTolerance = 1e-5;

    public const double RelativeTolerance = 1e-3;

    /// <summary>Runs all folders of an archive.</summary>
    /// <exception cref="ConversionException">The archive cannot be read.</exception>
    public static IReadOnlyList<NodeSuiteCase> Run(string archive) => [.. NodeTests.Read(archive).Select(Run)];

    private static NodeSuiteCase Run(NodeTest test)
    {
        NodeTestGraph graph = test.Import();
        string? failure = graph.Reason is null ? Attempt(graph) : null;
        return new NodeSuiteCase(test.Name, test.Operators(), graph.Reason, failure);
    }

    private static string? Attempt(NodeTestGraph graph)
    {
        try
        {
            return Compare(graph, "reference", ReferenceExecutor.Run(graph.Graph!, [.. graph.Inputs]))
                ?? Compare(graph, "portable kernels", GraphRun.Run(graph.Graph!, graph.Inputs, new SessionOptions { Weights = WeightMemory.File }))
                ?? Compare(graph, "prepared kernels", GraphRun.Run(graph.Graph!, graph.Inputs));
        }
        catch (Exception e) when (e is ConversionException or Format.ModelFormatException or ArgumentException or InvalidOperationException)
        {
            return e.Message;
        }
    }

    private static string? Compare(NodeTestGraph graph, string executor, TensorData[] outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
            if (Difference(graph.Expected[i], outputs[i]) is { } difference) return $"{executor}, output {i}: {difference}";
        return null;
    }

    private static string? Difference(TensorData expected, TensorData actual)
    {
        if (!expected.Shape.SequenceEqual(actual.Shape)) return $"shape [{string.Join(", ", actual.Shape)}] instead of [{string.Join(", ", expected.Shape)}]";
        for (int i = 0; i < expected.Count; i++)
        {
            double want = At(expected, i);
            double got = At(actual, i);
            if (want.Equals(got)) continue;
            if (!(Math.Abs(got - want) <= AbsoluteTolerance + RelativeTolerance * Math.Abs(want))) return $"element {i} is {got} instead of {want}";
        }

        return null;
    }

    private static double At(TensorData t, int i) => t.IsFloat ? t.Floats[i] : t.Integers[i];
}
