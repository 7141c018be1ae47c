using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using EdgeRuntime.Benchmarks.Compare;
using EdgeRuntime.Benchmarks.Kernels;
using EdgeRuntime.Benchmarks.OnnxRuntime;
using EdgeRuntime.Benchmarks.Start;

// kernels [OPTION...]    every kernel of every list by BenchmarkDotNet, whose options follow (--filter *Binary* --job dry)
// compare [NAME...]      medians and ratios against ONNX Runtime, which npm installs into artifacts/onnxruntime. Only cases whose name or form
//                        contains one of NAME. Networks come from EDGE_DATA (default: shared/data beside the repository).
// threads [NAME...]      what a second thread gains in the same cases.
// start                  size of edge-run, compiled ahead of time, and the time from its start to the first answer.
const int LongestName = 40;

switch (args.FirstOrDefault())
{
    case "kernels":
        string[] options = args[1..];
        if (!options.Contains("--job")) options = [.. options, "--job", "short"];
        if (!options.Contains("--filter")) options = [.. options, "--filter", "*"];
        BenchmarkSwitcher.FromTypes(KernelBenchmarkList.All).Run([.. options, "--inProcess"], DefaultConfig.Instance.WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(LongestName)));
        return 0;
    case "compare":
        foreach (string line in Comparison.Table(Contests(args[1..]), [1, 2], 1)) Console.WriteLine(line);
        return 0;
    case "threads":
        foreach (string line in Scaling.Table(Contests(args[1..]))) Console.WriteLine(line);
        return 0;
    case "start":
        foreach (string line in ColdStart.Table(Root())) Console.WriteLine(line);
        return 0;
    default:
        Console.Error.WriteLine("Benchmarks: name what to measure: kernels [OPTION...], compare [NAME...], threads [NAME...] or start");
        return 2;
}

static IEnumerable<Contest> Contests(string[] names)
{
    string root = Root();
    string data = Environment.GetEnvironmentVariable("EDGE_DATA") ?? Path.Combine(root, "..", "shared", "data");
    OnnxRuntimeLibrary.Load(Path.Combine(root, "artifacts", "onnxruntime"));
    return Networks.In(Path.Combine(data, "models"), names).Concat(Layers.Matching(names));
}

static string Root()
{
    DirectoryInfo? folder = new(AppContext.BaseDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeRuntime.sln"))) folder = folder.Parent;
    return folder?.FullName ?? throw new DirectoryNotFoundException("run this from inside the repository");
}
