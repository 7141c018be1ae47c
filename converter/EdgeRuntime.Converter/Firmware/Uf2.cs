using System;
using System.Buffers.Binary;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>The UF2 container: blocks of 512 bytes with 256 bytes of payload each (github.com/microsoft/uf2).</summary>
public static class Uf2
{
    /// <summary>Family of RP2350 in the secure Arm state.</summary>
    public const uint Rp2350Arm = 0xE48BFF59;

    private const int Block = 512;
    private const int Payload = 256;
    private const uint HasFamily = 0x2000;

    /// <summary>Wraps an image that belongs at <paramref name="address"/>.</summary>
    public static byte[] Of(ReadOnlySpan<byte> image, uint address, uint family)
    {
        int count = (image.Length + Payload - 1) / Payload;
        byte[] file = new byte[count * Block];
        for (int i = 0; i < count; i++)
        {
            Span<byte> block = file.AsSpan(i * Block, Block);
            ReadOnlySpan<uint> head = [0x0A324655, 0x9E5D5157, HasFamily, address + (uint)(i * Payload), Payload, (uint)i, (uint)count, family];
            for (int j = 0; j < head.Length; j++) BinaryPrimitives.WriteUInt32LittleEndian(block[(4 * j)..], head[j]);
            image[(i * Payload)..Math.Min(image.Length, (i + 1) * Payload)].CopyTo(block[32..]);
            BinaryPrimitives.WriteUInt32LittleEndian(block[(Block - 4)..], 0x0AB16F30);
        }

        return file;
    }
}
