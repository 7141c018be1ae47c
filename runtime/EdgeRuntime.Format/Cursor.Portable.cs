using System.Runtime.CompilerServices;

namespace EdgeRuntime.Format;

/// <summary>A position in a model file. The first failure sticks: later reads return zero and change nothing.</summary>
public unsafe struct Cursor
{
    /// <summary>The whole file.</summary>
    public Bytes File;

    /// <summary>Next byte to read.</summary>
    public int At;

    /// <summary>First byte that must not be read.</summary>
    public int End;

    /// <summary>One of <see cref="Status"/>.</summary>
    public int Fault;

    /// <summary>Byte position of the first failure.</summary>
    public int FaultAt;

    /// <summary>What stood there, when one number says it.</summary>
    public int Found;

    /// <summary>What should have stood there: a value or a limit.</summary>
    public int Expected;
}

/// <summary>Checked reads through a <see cref="Cursor"/>.</summary>
public static unsafe class Read
{
    /// <summary>Records the first failure.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Fail(ref Cursor c, int status, int at, int found, int expected)
    {
        if (c.Fault != Status.Ok) return;
        c.Fault = status;
        c.FaultAt = at;
        c.Found = found;
        c.Expected = expected;
    }

    /// <summary>Fails with <paramref name="status"/> unless <paramref name="holds"/>.</summary>
    /// <remarks>Called everywhere: inlined it would be a tenth of the code on a microcontroller.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Require(ref Cursor c, bool holds, int status, int found, int expected)
    {
        if (!holds) Fail(ref c, status, c.At, found, expected);
    }

    /// <summary>One byte, 0 to 255.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int U8(ref Cursor c)
    {
        if (c.Fault != Status.Ok) return 0;
        if (c.At >= c.End)
        {
            Fail(ref c, Status.Truncated, c.At, 0, 1);
            return 0;
        }

        return c.File[c.At++];
    }

    /// <summary>An unsigned LEB128 integer, 0 to <paramref name="limit"/>, in its shortest form.</summary>
    public static int Varint(ref Cursor c, int limit)
    {
        int start = c.At;
        uint value = 0;
        int shift = 0;
        while (true)
        {
            uint b = (uint)U8(ref c);
            if (c.Fault != Status.Ok) return 0;
            if (shift == 28 && b > 7 || b == 0 && shift > 0)
            {
                Fail(ref c, Status.BadVarint, start, (int)b, 0);
                return 0;
            }

            value |= (b & 127u) << shift;
            if (b < 128u) break;
            shift += 7;
        }

        if (value > (uint)limit)
        {
            Fail(ref c, Status.LimitExceeded, start, (int)value, limit);
            return 0;
        }

        return (int)value;
    }

    /// <summary>A signed integer in zigzag form, -limit-1 to limit: 0, -1, 1, -2, ... are stored as 0, 1, 2, 3, ...</summary>
    public static int Zigzag(ref Cursor c, int limit)
    {
        int z = Varint(ref c, 2 * limit + 1);
        return (z >> 1) ^ -(z & 1);
    }

    /// <summary>A little-endian IEEE 754 single; NaN and infinities are refused.</summary>
    public static float F32(ref Cursor c) => Port.ToFloat(F32Bits(ref c));

    /// <summary>The bits of <see cref="F32"/>, for cores without floating point.</summary>
    public static uint F32Bits(ref Cursor c)
    {
        int at = Skip(ref c, 4);
        if (c.Fault != Status.Ok) return 0u;
        uint bits = Port.Word(c.File, at);
        if ((bits & 0x7F800000u) != 0x7F800000u) return bits;
        Fail(ref c, Status.NotFinite, at, (int)bits, 0);
        return 0u;
    }

    /// <summary>Steps over <paramref name="count"/> bytes and returns the position of the first.</summary>
    public static int Skip(ref Cursor c, int count)
    {
        if (c.Fault != Status.Ok) return c.At;
        if (count < 0 || count > c.End - c.At)
        {
            Fail(ref c, Status.Truncated, c.At, c.End - c.At, count);
            return c.At;
        }

        int at = c.At;
        c.At += count;
        return at;
    }
}
