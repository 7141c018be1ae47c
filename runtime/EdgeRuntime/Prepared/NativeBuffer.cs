using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Prepared;

/// <summary>Zeroed memory outside the managed heap, aligned to cache lines; freed with the object.</summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Alignment = 64;

    /// <param name="length">Elements, 0 or more.</param>
    public NativeBuffer(long length)
    {
        nuint bytes = (nuint)length * (nuint)sizeof(T) + Alignment;
        Pointer = (T*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(Pointer, bytes);
    }

    ~NativeBuffer() => NativeMemory.AlignedFree(Pointer);

    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        GC.SuppressFinalize(this);
    }

    /// <summary>First element.</summary>
    public T* Pointer { get; }
}
