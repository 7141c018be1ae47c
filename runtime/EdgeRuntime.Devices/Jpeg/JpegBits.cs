using System;

namespace EdgeRuntime.Devices.Jpeg;

/// <summary>Reads the entropy-coded bytes of a scan, most significant bit first; ends at the first marker (ITU-T T.81, annex F.2.2.5).</summary>
/// <param name="data">The file.</param>
/// <param name="start">First byte of the scan.</param>
internal ref struct JpegBits(ReadOnlySpan<byte> data, int start)
{
    private readonly ReadOnlySpan<byte> data = data;
    private int at = start;
    private ulong window;
    private int available;
    // Zero bits behind the end, so that a look ahead needs no care.
    private int padding;

    /// <summary>The next <paramref name="count"/> bits, 1 to 16, without taking them.</summary>
    public int Peek(int count)
    {
        if (available < count) Fill();
        return (int)(window >> (available - count)) & ((1 << count) - 1);
    }

    /// <summary>Takes bits that were peeked at.</summary>
    /// <exception cref="DeviceException">They lie behind the end.</exception>
    public void Skip(int count)
    {
        available -= count;
        if (available < padding) throw new DeviceException("a JPEG picture ends in the middle; it is cut short");
    }

    /// <summary>A number of <paramref name="size"/> bits, 0 to 15: the upper half of the values stands for itself, the lower one is negative.</summary>
    public int Signed(int size)
    {
        if (size == 0) return 0;
        int value = Peek(size);
        Skip(size);
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    /// <summary>Drops the rest of a byte and takes restart marker <paramref name="number"/>, 0 to 7.</summary>
    /// <exception cref="DeviceException">Another marker stands there.</exception>
    public void Restart(int number)
    {
        (window, available, padding) = (0, 0, 0);
        int marker = Marker();
        if (marker != 0xD0 + number) throw new DeviceException($"a JPEG picture has the marker {marker:X2} where restart marker {number} is expected; the picture is damaged");
        at += 2;
    }

    /// <summary>Position of the marker that ends the scan.</summary>
    public readonly int End()
    {
        for (int i = at; i + 1 < data.Length; i++)
            if (data[i] == 0xFF && data[i + 1] is not (0 or 0xFF)) return i;
        return data.Length;
    }

    private int Marker()
    {
        while (at + 1 < data.Length && data[at] == 0xFF && data[at + 1] == 0xFF) at++;
        return at + 1 < data.Length && data[at] == 0xFF ? data[at + 1] : 0;
    }

    private void Fill()
    {
        while (available <= 48)
        {
            int value = 0;
            if (padding > 0 || at >= data.Length) padding += 8;
            else if (data[at] != 0xFF) value = data[at++];
            else if (at + 1 < data.Length && data[at + 1] == 0) (value, at) = (0xFF, at + 2);
            else padding += 8;
            window = window << 8 | (byte)value;
            available += 8;
        }
    }
}
