namespace EdgeRuntime.Format;

/// <summary>CRC-32C (Castagnoli, reflected polynomial 0x82F63B78, initial value and final XOR all ones), as in RFC 3720.</summary>
public static unsafe class Crc32c
{
    /// <summary>The checksum of <paramref name="count"/> bytes from <paramref name="start"/>.</summary>
    public static uint Of(Bytes bytes, int start, int count) => ~Append(0xFFFFFFFFu, bytes, start, count);

    /// <summary>The register after <paramref name="count"/> more bytes; it begins with all ones, and the checksum is its complement.</summary>
    public static uint Append(uint crc, Bytes bytes, int start, int count)
    {
        for (int i = 0; i < count; i++)
        {
            crc ^= bytes[start + i];
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82F63B78u & (0u - (crc & 1u)));
        }

        return crc;
    }
}
