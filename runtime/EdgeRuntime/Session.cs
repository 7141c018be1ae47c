using System;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;

using EdgeRuntime.Format;
using EdgeRuntime.Prepared;

namespace EdgeRuntime;

/// <summary>Working memory and prepared kernels for one inference at a time. <see cref="Run()"/> allocates nothing.</summary>
public sealed unsafe class Session : IDisposable
{
    private const int Alignment = 64;

    private readonly Model model;
    private readonly Frame[] frames;
    private readonly PreparedOperation?[] prepared;
    private readonly Tensor[] inputs;
    private readonly Team team;

    // Operations that a neighbour runs, or that run a neighbour.
    private readonly bool[] joined;
    private Frame root;
    private void* block;

    /// <summary>Reserves the arenas and prepares the operations.</summary>
    /// <exception cref="InvalidOperationException">The model needs more memory than the options allow.</exception>
    public Session(Model model, SessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= SessionOptions.Default;
        if (model.ArenaBytes > options.MemoryLimit)
            throw new InvalidOperationException($"the model needs {model.ArenaBytes} bytes of working memory, the limit is {options.MemoryLimit}; raise MemoryLimit or use a smaller input");
        if (options.Threads is < 1 or > SessionOptions.MostThreads) throw new ArgumentException($"{options.Threads} threads were asked for; a session takes 1 to {SessionOptions.MostThreads}");
        this.model = model;
        team = new Team(options.Weights == WeightMemory.File ? 1 : options.Threads);
        frames = new Frame[model.Header.OperationCount];
        prepared = new PreparedOperation?[frames.Length];
        joined = new bool[frames.Length];
        inputs = [.. model.Inputs.Select(InputTensor)];
        Prepare(Allocate(model), options);
    }

    ~Session() => Free();

    /// <summary>The model.</summary>
    public Model Model => model;

    /// <summary>Number of operations, in the order of <see cref="RunProfiled"/>.</summary>
    public int OperationCount => frames.Length;

    /// <summary>About how many bytes the prepared operations take, beside the arenas.</summary>
    public long PreparedBytes { get; private set; }

    /// <summary>Copies the input in, runs, copies the output out: for models with one input and one output.</summary>
    /// <param name="input">Real values in the model's input layout; int8 inputs are quantised here.</param>
    /// <param name="output">Receives real values.</param>
    public void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        SetInput(0, input);
        Run();
        GetOutput(0, output);
    }

    /// <summary>Copies real values to input <paramref name="index"/>, quantising when the model takes int8.</summary>
    public void SetInput(int index, ReadOnlySpan<float> values)
    {
        ModelTensor t = model.Inputs[index];
        Expect("input", index, values.Length, t);
        if (t.Kind == Kind.Float32)
        {
            values.CopyTo(new Span<float>(root.Floats + t.Offset, t.Count));
            return;
        }

        sbyte* to = root.Int8 + t.Offset;
        for (int i = 0; i < values.Length; i++) to[i] = Quantize.Of(values[i], t.Scale, t.ZeroPoint);
    }

    /// <summary>Copies integers to an int8 input.</summary>
    public void SetInput(int index, ReadOnlySpan<sbyte> values)
    {
        ModelTensor t = model.Inputs[index];
        Expect("input", index, values.Length, t);
        if (t.Kind != Kind.Int8) throw new ArgumentException($"input {index} takes floats, int8 values were given");
        values.CopyTo(new Span<sbyte>(root.Int8 + t.Offset, t.Count));
    }

    /// <summary>Runs all operations on the inputs that were set.</summary>
    public void Run()
    {
        Begin();
        for (int i = 0; i < frames.Length; i++) RunOperation(i);
    }

    /// <summary>Runs and adds the time that each operation took.</summary>
    /// <param name="ticks">An element an operation.</param>
    /// <param name="clock">The clock to read between operations; null: <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void RunProfiled(Span<long> ticks, Func<long>? clock = null)
    {
        clock ??= Stopwatch.GetTimestamp;
        Begin();
        long last = clock();
        for (int i = 0; i < frames.Length; i++)
        {
            RunOperation(i);
            long now = clock();
            ticks[i] += now - last;
            last = now;
        }
    }

    /// <summary>Runs and shows the result of every operation over floats: for calibration and for comparing machines.</summary>
    public void RunObserved(OperationObserver observer)
    {
        Begin();
        for (int i = 0; i < frames.Length; i++)
        {
            ref Frame f = ref frames[i];
            if (joined[i])
            {
                Operations.Run(ref f);
                Registers.Store(ref f, f.Op.Output, ref f.Out);
            }
            else RunOperation(i);
            if (f.Out.Kind == Kind.Float32) observer(i, new ReadOnlySpan<float>(f.Floats + f.Out.Offset, Tensors.Count(ref f.Out)));
        }
    }

    /// <summary>Name of the kernel that operation <paramref name="index"/> runs with.</summary>
    public string KernelOf(int index) => prepared[index]?.Name ?? "portable";

    /// <summary>Copies output <paramref name="index"/> out as real values.</summary>
    public void GetOutput(int index, Span<float> values)
    {
        ModelTensor t = model.Outputs[index];
        Expect("output", index, values.Length, t);
        if (t.Kind == Kind.Float32)
        {
            new ReadOnlySpan<float>(root.Floats + t.Offset, t.Count).CopyTo(values);
            return;
        }

        sbyte* from = root.Int8 + t.Offset;
        for (int i = 0; i < values.Length; i++) values[i] = t.Scale * (from[i] - t.ZeroPoint);
    }

    /// <summary>The bytes of output <paramref name="index"/> as the device holds them: int8, or little-endian fp32.</summary>
    public ReadOnlySpan<byte> OutputBytes(int index)
    {
        ModelTensor t = model.Outputs[index];
        return t.Kind == Kind.Int8 ? new ReadOnlySpan<byte>(root.Int8 + t.Offset, t.Count) : new ReadOnlySpan<byte>(root.Floats + t.Offset, 4 * t.Count);
    }

    /// <summary>Frees the working memory.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>The registers of the inputs may have been reused by the last run.</summary>
    private void Begin()
    {
        ObjectDisposedException.ThrowIf(block is null, this);
        for (int i = 0; i < inputs.Length; i++) Registers.Store(ref root, i, ref inputs[i]);
    }

    private void RunOperation(int i)
    {
        ref Frame f = ref frames[i];
        if (prepared[i] is { } fast) fast.Run(ref f);
        else Operations.Run(ref f);
        Registers.Store(ref f, f.Op.Output, ref f.Out);
    }

    private Frame Allocate(Model model)
    {
        ModelHeader h = model.Header;
        nuint floats = Aligned(4L * h.FloatArena);
        nuint words = Aligned(4L * h.WordArena);
        nuint total = floats + words + Aligned(h.Int8Arena);
        block = NativeMemory.AlignedAlloc(total + Alignment, Alignment);
        NativeMemory.Clear(block, total + Alignment);
        Frame f = default;
        f.File = model.File;
        f.Registers = h.Registers;
        f.Floats = (float*)block;
        f.Words = (uint*)((byte*)block + floats);
        f.Int8 = (sbyte*)block + floats + words;
        f.FloatLength = h.FloatArena;
        f.WordLength = h.WordArena;
        f.Int8Length = h.Int8Arena;
        root = f;
        return f;
    }

    private static Tensor InputTensor(ModelTensor t)
    {
        Tensor tensor = default;
        tensor.Kind = t.Kind;
        tensor.Offset = t.Offset;
        tensor.Rank = t.Shape.Count;
        for (int i = 0; i < t.Shape.Count; i++) Sixes.Set(ref tensor.Shape, i, t.Shape[i]);
        return tensor;
    }

    private static nuint Aligned(long bytes) => (nuint)((bytes + Alignment - 1) / Alignment * Alignment);

    /// <summary>One frame an operation, so that running needs no parsing, and prepared kernels in the first form that memory is left for.</summary>
    private void Prepare(Frame root, SessionOptions options)
    {
        Walk walk = new(model, root);
        for (int i = 0; i < frames.Length; i++)
        {
            walk.Next();
            frames[i] = walk.Frame;
            WeightMemory form = PreparedOperations.Fitting(ref frames[i], options.Weights, options.MemoryLimit - model.ArenaBytes - PreparedBytes, team, out long bytes);
            if (form == WeightMemory.File || PreparedOperations.For(ref frames[i], form, team) is not { } fast) continue;
            prepared[i] = fast;
            PreparedBytes += bytes;
        }

        for (int i = 0; i + 1 < frames.Length; i++)
        {
            if (prepared[i] == null || prepared[i + 1] == null || !Joining.OnlyReadBy(model, frames, i, i + 1)) continue;
            if (PreparedOperations.Join(ref frames[i], ref frames[i + 1], team) is not { } both) continue;
            joined[i] = joined[i + 1] = true;
            prepared[i] = both;
            prepared[i + 1] = new JoinedOperation();
        }
    }

    private static void Expect(string what, int index, int length, ModelTensor t)
    {
        if (length != t.Count) throw new ArgumentException($"{what} {index} has {t.Count} values ([{string.Join(", ", t.Shape)}]), but {length} were given");
    }

    private void Free()
    {
        team?.Dispose();
        NativeMemory.AlignedFree(block);
        block = null;
    }
}
