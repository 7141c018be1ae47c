using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>Floats outside the garbage-collected heap, zero at first, on a 64-byte boundary.</summary>
public sealed unsafe class AlignedMemory
{
    private const int Alignment = 64;

    /// <summary>Floats after the last one that may be read or overwritten, so that short rows can be copied in whole vectors.</summary>
    public const int Slack = 16;

    public AlignedMemory(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        nuint bytes = checked((nuint)((length + Slack) * sizeof(float)));
        Length = length;
        Pointer = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
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
