using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>Floats outside the garbage-collected heap, zero at first, on a 64-byte boundary.</summary>
public sealed unsafe class AlignedMemory
{
    private const int Alignment = 64;

    public AlignedMemory(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        nuint bytes = checked((nuint)(length * sizeof(float)));
        Length = length;
        Pointer = (float*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
        NativeMemory.Clear(Pointer, bytes);
        GC.AddMemoryPressure(Math.Max(1, length * sizeof(float)));
    }

    ~AlignedMemory()
    {
        NativeMemory.AlignedFree(Pointer);
        GC.RemoveMemoryPressure(Math.Max(1, Length * sizeof(float)));
    }

    /// <summary>First element; valid while this object lives.</summary>
    public float* Pointer { get; }

    /// <summary>Number of floats.</summary>
    public long Length { get; }
}
