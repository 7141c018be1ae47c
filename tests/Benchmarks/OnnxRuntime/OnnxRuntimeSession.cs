using System;
using System.Runtime.InteropServices;

using static EdgeRuntime.Benchmarks.OnnxRuntime.OnnxRuntimeLibrary;

namespace EdgeRuntime.Benchmarks.OnnxRuntime;

/// <summary>One model with one float input and one output in ONNX Runtime, all graph optimisations on. Buffers are made once, so that a run copies nothing.</summary>
internal sealed unsafe class OnnxRuntimeSession
{
    private const int AllOptimizations = 99;
    private const int Error = 3;
    private const int Float = 1;

    private static readonly void* environment = MakeEnvironment();

    private readonly void* session;
    private readonly void* input;
    private readonly byte* inputName;
    private readonly byte* outputName;
    private void* output;

    /// <param name="model">The ONNX file.</param>
    /// <param name="threads">Threads within an operator.</param>
    /// <param name="inputName">Name of the input.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="outputName">Name of the output.</param>
    /// <param name="values">Values of the input.</param>
    public OnnxRuntimeSession(ReadOnlySpan<byte> model, int threads, string inputName, ReadOnlySpan<long> shape, string outputName, ReadOnlySpan<float> values)
    {
        void* options;
        Check(((delegate* unmanaged<void**, void*>)Function(OnnxRuntimeLibrary.CreateSessionOptions))(&options));
        Check(((delegate* unmanaged<void*, int, void*>)Function(SetGraphOptimizationLevel))(options, AllOptimizations));
        Check(((delegate* unmanaged<void*, int, void*>)Function(SetIntraOpThreads))(options, threads));
        Check(((delegate* unmanaged<void*, int, void*>)Function(SetInterOpThreads))(options, 1));
        void* made;
        fixed (byte* bytes = model)
            Check(((delegate* unmanaged<void*, void*, nuint, void*, void**, void*>)Function(CreateSessionFromArray))(environment, bytes, (nuint)model.Length, options, &made));
        session = made;
        this.inputName = (byte*)Marshal.StringToCoTaskMemUTF8(inputName);
        this.outputName = (byte*)Marshal.StringToCoTaskMemUTF8(outputName);
        input = Tensor(shape, values);
    }

    public void Run()
    {
        fixed (void** x = &input, y = &output)
        fixed (byte** xName = &inputName, yName = &outputName)
            Check(((delegate* unmanaged<void*, void*, byte**, void**, nuint, byte**, nuint, void**, void*>)Function(OnnxRuntimeLibrary.Run))(session, null, xName, x, 1, yName, 1, y));
    }

    private static void* Tensor(ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        void* memory, tensor;
        Check(((delegate* unmanaged<int, int, void**, void*>)Function(CreateCpuMemoryInfo))(0, 0, &memory));
        float* data = (float*)NativeMemory.AlignedAlloc((nuint)values.Length * sizeof(float), 64);
        values.CopyTo(new Span<float>(data, values.Length));
        fixed (long* dimensions = shape)
            Check(((delegate* unmanaged<void*, void*, nuint, long*, nuint, int, void**, void*>)Function(CreateTensorWithData))(memory, data, (nuint)values.Length * sizeof(float), dimensions, (nuint)shape.Length, Float, &tensor));
        return tensor;
    }

    private static void* MakeEnvironment()
    {
        void* made;
        fixed (byte* name = "benchmark\0"u8)
            Check(((delegate* unmanaged<int, byte*, void**, void*>)Function(CreateEnv))(Error, name, &made));
        return made;
    }
}
