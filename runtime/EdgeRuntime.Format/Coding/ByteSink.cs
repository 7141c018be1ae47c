using System;
using System.Collections.Generic;

namespace EdgeRuntime.Format;

/// <summary>Bytes of a file under construction, each booked on a cause.</summary>
public sealed class ByteSink
{
    private readonly List<byte> _bytes = [];
    private readonly List<LedgerEntry> _ledger = [];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Bytes a cause, in the order in which the causes first appeared; they sum to the length.</summary>
    public IReadOnlyList<LedgerEntry> Ledger() => _ledger.FindAll(e => e.Bytes != 0);

    /// <summary>Appends bytes.</summary>
    public void Write(string cause, params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        Book(cause, bytes.Length);
    }

    /// <summary>Appends an unsigned LEB128 integer.</summary>
    public void Varint(string cause, long value)
    {
        for (; value > 127; value >>= 7) Write(cause, (byte)(value & 127 | 128));
        Write(cause, (byte)value);
    }

    /// <summary>Books bytes that were appended under one cause on another.</summary>
    public void Move(string from, string to, long bytes)
    {
        Book(from, -bytes);
        Book(to, bytes);
    }

    /// <summary>Bytes of a LEB128 integer.</summary>
    public static int VarintBytes(uint value)
    {
        int bytes = 1;
        for (; value > 127; value >>= 7) bytes++;
        return bytes;
    }

    private void Book(string cause, long bytes)
    {
        if (bytes == 0) return;
        int at = _ledger.FindIndex(e => e.Cause == cause);
        if (at < 0) _ledger.Add(new LedgerEntry(cause, bytes));
        else _ledger[at] = new LedgerEntry(cause, _ledger[at].Bytes + bytes);
    }
}
