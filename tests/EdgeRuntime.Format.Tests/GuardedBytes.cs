using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Format.Tests;

/// <summary>Bytes that end where an inaccessible page begins, so that reading past them ends the test process.</summary>
internal sealed unsafe partial class GuardedBytes : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly nint _block;
    private readonly nuint _size;

    public GuardedBytes(ReadOnlySpan<byte> content)
    {
        if (!OperatingSystem.IsLinux())
        {
            Pointer = (byte*)NativeMemory.Alloc((nuint)content.Length + 1);
            _block = (nint)Pointer;
        }
        else
        {
            nuint page = (nuint)Environment.SystemPageSize;
            nuint used = ((nuint)content.Length + page - 1) / page * page;
            _size = used + page;
            _block = Map(0, _size, ReadWrite, PrivateAnonymous, -1, 0);
            if (_block == -1 || Protect(_block + (nint)used, page, 0) != 0) throw new InvalidOperationException("No guarded memory.");
            Pointer = (byte*)_block + used - content.Length;
        }

        content.CopyTo(new Span<byte>(Pointer, content.Length));
        Length = content.Length;
    }

    public byte* Pointer { get; }

    public int Length { get; }

    public void Dispose()
    {
        if (_size == 0) NativeMemory.Free((void*)_block);
        else Unmap(_block, _size);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
