#!/usr/bin/env -S dotnet run -c Release
#:project ../../converter/EdgeRuntime.Converter/EdgeRuntime.Converter.csproj
#:property TieredCompilation=false
#:property AllowUnsafeBlocks=true
// Training speed. First the matrix product: its share of the machine's fp32 peak, which is measured as independent fused multiply-adds in registers,
// on the shapes of LeNet-5 and a large square, one thread. Then one LeNet-5 epoch of 60,000 pictures, batch 64, on two threads or as many as named,
// side by side with PyTorch (apt-get install python3-torch) where it is installed: rounds of ten updates alternate for the given time, and are scaled to an epoch.
//   dotnet run -c Release tests/Benchmarks/training.cs [seconds] [python] [threads]
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Architectures;
using EdgeRuntime.Converter.Training.Tensors;
using EdgeRuntime.Kernels;

const int Part = 640, Epoch = 60000;
double budget = args.Length > 0 ? double.Parse(args[0]) : 60;
Products(20);
Epochs(budget, args.Length > 1 ? args[1] : "python3", args.Length > 2 ? int.Parse(args[2]) : 2);

static unsafe void Products(int rounds)
{
    (string Name, int M, int N, int K)[] shapes =
    [
        ("conv1 forward", 576, 20, 25), ("conv2 forward", 64, 50, 500), ("conv2 weights", 50, 500, 64), ("conv2 input", 64, 500, 50),
        ("fc1 forward", 64, 500, 800), ("fc1 weights", 500, 800, 64), ("fc1 input", 64, 800, 500), ("square", 512, 512, 512),
    ];
    Console.WriteLine($"{"product",-16} {"m x n x k",-18} {"peak GFLOP/s",13} {string.Join(' ', FloatTileKernel.All.Select(k => $"{k.Name,24}"))}");
    foreach ((string name, int m, int n, int k) in shapes)
    {
        AlignedMemory a = new((long)m * k), b = new((long)k * n), c = new((long)m * n), packed = new(Gemm.PackedLength(k, n));
        new Span<float>(a.Pointer, m * k).Fill(0.5f);
        new Span<float>(b.Pointer, k * n).Fill(0.25f);
        double flops = 2.0 * m * n * k;
        int repeat = (int)Math.Max(1, 4e7 / flops);
        double[] best = [.. FloatTileKernel.All.Select(_ => double.MaxValue)];
        double peak = 0;
        for (int round = 0; round < rounds; round++)
        {
            peak = Math.Max(peak, Peak());
            for (int i = 0; i < best.Length; i++)
            {
                if (!FloatTileKernel.All[i].IsSupported) continue;
                long start = Stopwatch.GetTimestamp();
                for (int r = 0; r < repeat; r++)
                {
                    Gemm.PackB(k, n, b.Pointer, n, 1, packed.Pointer);
                    Gemm.Multiply(FloatTileKernel.All[i], m, n, k, a.Pointer, k, 1, packed.Pointer, c.Pointer, n, false);
                }

                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(start).TotalSeconds / repeat);
            }
        }

        Console.WriteLine($"{name,-16} {$"{m} x {n} x {k}",-18} {peak / 1e9,13:F1} {string.Join(' ', best.Select(s => $"{(s == double.MaxValue ? "-" : $"{100 * flops / s / peak:F0} %"),24}"))}");
        GC.KeepAlive((a, b, c, packed));
    }
}

// Floating-point operations a second of ten independent chains in the widest registers.
[MethodImpl(MethodImplOptions.NoInlining)]
static double Peak()
{
    const int steps = 400000, chains = 10;
    long start = Stopwatch.GetTimestamp();
    int lanes = Vector512.IsHardwareAccelerated ? Chains512(steps) : Vector256.IsHardwareAccelerated ? Chains256(steps) : Chains128(steps);
    return 2.0 * lanes * chains * steps / Stopwatch.GetElapsedTime(start).TotalSeconds;
}

[MethodImpl(MethodImplOptions.NoInlining)]
static int Chains128(int steps)
{
    Vector128<float> x = Vector128.Create(0.999f), y = Vector128.Create(0.001f), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
    for (int step = 0; step < steps; step++)
    {
        a = Vector128.MultiplyAddEstimate(a, x, y);
        b = Vector128.MultiplyAddEstimate(b, x, y);
        c = Vector128.MultiplyAddEstimate(c, x, y);
        d = Vector128.MultiplyAddEstimate(d, x, y);
        e = Vector128.MultiplyAddEstimate(e, x, y);
        f = Vector128.MultiplyAddEstimate(f, x, y);
        g = Vector128.MultiplyAddEstimate(g, x, y);
        h = Vector128.MultiplyAddEstimate(h, x, y);
        i = Vector128.MultiplyAddEstimate(i, x, y);
        j = Vector128.MultiplyAddEstimate(j, x, y);
    }

    return Vector128.Sum(a + b + c + d + e + f + g + h + i + j) > 0 ? Vector128<float>.Count : 0;
}

[MethodImpl(MethodImplOptions.NoInlining)]
static int Chains256(int steps)
{
    Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(0.001f), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
    for (int step = 0; step < steps; step++)
    {
        a = Vector256.FusedMultiplyAdd(a, x, y);
        b = Vector256.FusedMultiplyAdd(b, x, y);
        c = Vector256.FusedMultiplyAdd(c, x, y);
        d = Vector256.FusedMultiplyAdd(d, x, y);
        e = Vector256.FusedMultiplyAdd(e, x, y);
        f = Vector256.FusedMultiplyAdd(f, x, y);
        g = Vector256.FusedMultiplyAdd(g, x, y);
        h = Vector256.FusedMultiplyAdd(h, x, y);
        i = Vector256.FusedMultiplyAdd(i, x, y);
        j = Vector256.FusedMultiplyAdd(j, x, y);
    }

    return Vector256.Sum(a + b + c + d + e + f + g + h + i + j) > 0 ? Vector256<float>.Count : 0;
}

[MethodImpl(MethodImplOptions.NoInlining)]
static int Chains512(int steps)
{
    Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
    for (int step = 0; step < steps; step++)
    {
        a = Vector512.FusedMultiplyAdd(a, x, y);
        b = Vector512.FusedMultiplyAdd(b, x, y);
        c = Vector512.FusedMultiplyAdd(c, x, y);
        d = Vector512.FusedMultiplyAdd(d, x, y);
        e = Vector512.FusedMultiplyAdd(e, x, y);
        f = Vector512.FusedMultiplyAdd(f, x, y);
        g = Vector512.FusedMultiplyAdd(g, x, y);
        h = Vector512.FusedMultiplyAdd(h, x, y);
        i = Vector512.FusedMultiplyAdd(i, x, y);
        j = Vector512.FusedMultiplyAdd(j, x, y);
    }

    return Vector512.Sum(a + b + c + d + e + f + g + h + i + j) > 0 ? Vector512<float>.Count : 0;
}

static void Epochs(double budget, string python, int threads)
{
    NetworkInput input = new() { Height = 28, Width = 28, Channels = 1, Scale = 1f / 255 };
    CounterRandom random = CounterRandom.Derive(1);
    float[] pixels = new float[Part * input.Length];
    for (int i = 0; i < pixels.Length; i++) pixels[i] = random.Below(256);
    SampleSet data = SampleSet.Of(input, pixels, [.. Enumerable.Range(0, Part).Select(i => i % 10)], 10);
    using Process? torch = Torch(python, threads);
    List<double> own = [], ownCpu = [], other = [], otherCpu = [];
    long start = Stopwatch.GetTimestamp();
    for (int round = 0; round <= 3 || Stopwatch.GetElapsedTime(start).TotalSeconds < budget; round++)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        own.Add(Part / Trainer.Run(new TrainRequest
        {
            Graph = Architecture.Named("lenet5").Build(new ArchitectureSettings { Height = 28, Width = 28, Channels = 1, Classes = 10 }),
            Data = data, Epochs = 1, Rate = 0.01, Validation = 0, Threads = threads,
        }).ImagesPerSecond);
        ownCpu.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        if (torch is null) continue;
        torch.StandardInput.WriteLine(Part);
        torch.StandardInput.Flush();
        double[] theirs = [.. torch.StandardOutput.ReadLine()!.Split(' ').Select(t => double.Parse(t, System.Globalization.CultureInfo.InvariantCulture))];
        other.Add(theirs[0]);
        otherCpu.Add(theirs[1]);
    }

    torch?.StandardInput.Close();
    Console.WriteLine($"LeNet-5, {Epoch} pictures, batch 64, {threads} threads, {own.Count - 1} rounds: {Median(own) * Epoch / Part:F1} s an epoch, {Median(ownCpu) * Epoch / Part:F1} s of processor time");
    if (torch is null) Console.WriteLine("PyTorch is not installed: apt-get install python3-torch, and name its interpreter, such as /usr/bin/python3");
    else
    {
        Console.WriteLine($"PyTorch: {Median(other) * Epoch / Part:F1} s an epoch, {Median(otherCpu) * Epoch / Part:F1} s of processor time");
        Console.WriteLine($"PyTorch / EdgeRuntime: {Median(other) / Median(own):F2} by the medians, {other.Skip(1).Min() / own.Skip(1).Min():F2} by the fastest rounds, {Median(otherCpu) / Median(ownCpu):F2} by processor time");
    }
}

// The first round warms up and does not count.
static double Median(List<double> values) => values.Skip(1).Order().ElementAt((values.Count - 1) / 2);

static Process? Torch(string python, int threads, [CallerFilePath] string here = "")
{
    string script = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "training_torch.py");
    Process process = Process.Start(new ProcessStartInfo(python, [script, $"{threads}"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
    string? version = process.StandardOutput.ReadLine();
    if (version is null)
    {
        process.Dispose();
        return null;
    }

    Console.WriteLine($"PyTorch {version}");
    return process;
}
