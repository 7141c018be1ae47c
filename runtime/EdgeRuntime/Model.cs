using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>A validated model file in memory. Immutable, safe to share between threads and sessions.</summary>
public sealed unsafe class Model : IDisposable
{
    private readonly byte* file;
    private bool disposed;

    private Model(byte* file, ModelHeader header, IReadOnlyList<ModelTensor> inputs, IReadOnlyList<ModelTensor> outputs, ModelMetadata metadata)
    {
        this.file = file;
        Header = header;
        Inputs = inputs;
        Outputs = outputs;
        Metadata = metadata;
    }

    ~Model() => Free();

    /// <summary>Arena sizes, counts and positions.</summary>
    public ModelHeader Header { get; }

    /// <summary>Tensors the caller supplies.</summary>
    public IReadOnlyList<ModelTensor> Inputs { get; }

    /// <summary>Tensors the caller receives.</summary>
    public IReadOnlyList<ModelTensor> Outputs { get; }

    /// <summary>Input specification, names, certificate.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>How images are prepared, when the file says so.</summary>
    public InputSpecification? InputSpecification => Metadata.Input;

    /// <summary>Length of the file in bytes.</summary>
    public int FileLength => Header.Length;

    /// <summary>Working memory of one session in bytes: the three arenas.</summary>
    public long ArenaBytes => Header.Int8Arena + 4L * Header.WordArena + 4L * Header.FloatArena;

    /// <summary>First byte of the file.</summary>
    internal byte* File
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return file;
        }
    }

    /// <summary>Reads and validates a file.</summary>
    /// <exception cref="ModelFormatException">The file is not a valid model; the message says why and what to do.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Load(string path)
    {
        FileInfo info = new(path);
        if (!info.Exists) throw new FileNotFoundException($"model file '{path}' does not exist; check the path", path);
        if (info.Length > Limits.FileBytes) throw new ModelFormatException($"'{path}' has {info.Length} bytes, a model has at most {Limits.FileBytes}; it is not an .erm file") { Status = Status.LimitExceeded };
        return Load(System.IO.File.ReadAllBytes(path), path);
    }

    /// <summary>Validates a file that is already in memory.</summary>
    /// <param name="bytes">The whole file; copied.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="ModelFormatException">The file is not a valid model; the message says why and what to do.</exception>
    public static Model Load(ReadOnlySpan<byte> bytes, string name = "model")
    {
        byte* copy = (byte*)NativeMemory.Alloc((nuint)Math.Max(bytes.Length, 1));
        try
        {
            bytes.CopyTo(new Span<byte>(copy, bytes.Length));
            return Validated(copy, bytes.Length, name);
        }
        catch
        {
            NativeMemory.Free(copy);
            throw;
        }
    }

    private static Model Validated(byte* file, int length, string name)
    {
        Cursor c = default;
        ModelHeader h = default;
        Headers.Open(ref c, file, length);
        Headers.Next(ref c, ref h);
        Check(ref c, name, "header");
        uint[] words = new uint[(h.Registers * Registers.Stride) + Executor.ValidationWords];
        fixed (uint* scratch = words)
        {
            Frame f = default;
            f.File = file;
            f.Words = scratch;
            int operation = 0;
            Executor.Validate(ref c, ref h, ref f, ref operation);
            Check(ref c, name, operation < 0 ? "inputs" : operation < h.OperationCount ? $"operation {operation}" : "outputs");
            ModelMetadata metadata = MetadataReader.ReadAll(ref c, h.OperationCount);
            Check(ref c, name, "metadata");
            return new Model(file, h, ModelTensor.Inputs(file, ref h), ModelTensor.Outputs(ref h, ref f), metadata);
        }
    }

    private static void Check(ref Cursor c, string name, string part)
    {
        if (c.Fault == Status.Ok) return;
        throw new ModelFormatException($"'{name}' is refused: {StatusText.Of(c.Fault, c.Found, c.Expected)} (byte {c.FaultAt}, {part})") { Status = c.Fault };
    }

    /// <summary>Frees the file's memory.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (disposed) return;
        disposed = true;
        NativeMemory.Free(file);
    }
}
