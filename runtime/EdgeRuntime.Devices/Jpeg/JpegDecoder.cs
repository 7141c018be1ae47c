using System;
using System.Buffers.Binary;

using EdgeRuntime.Devices.Frames;

namespace EdgeRuntime.Devices.Jpeg;

/// <summary>Decodes sequential JPEG pictures of 8 bits, gray or of three colours, with or without their Huffman tables (motion JPEG).</summary>
/// <remarks>
/// Source: ITU-T T.81. Colours may be shared by two columns, two rows or both. Progressive, arithmetic and 12-bit pictures are refused.
/// Nothing is allocated before the header's size is known to fit the bytes, and nothing at all for further pictures of one size. Not for several threads at once.
/// </remarks>
public sealed class JpegDecoder : IFrameDecoder
{
    private const int BlockLength = 64;
    // The shortest block is one bit of DC and one of AC.
    private const int BlocksPerByte = 4;

    private readonly JpegHuffmanTable[] dc = Tables(), ac = Tables();
    private readonly ushort[][] quantisation = [new ushort[BlockLength], new ushort[BlockLength], new ushort[BlockLength], new ushort[BlockLength]];
    private readonly bool[] hasQuantisation = new bool[4];
    private readonly JpegComponent[] components = [new(), new(), new()];
    private readonly byte[][] rows = [[], [], []];
    private int[] mixed = [];
    private int width, height, count, restartInterval;
    private (int Across, int Down) largest;
    private bool isRgb;

    // Position in the block, row by row, of the coefficients in the order of the file: diagonal by diagonal.
    private static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> jpeg, VideoFrame destination)
    {
        if (jpeg.Length < 4 || jpeg[0] != 0xFF || jpeg[1] != 0xD8) throw new DeviceException("a picture does not begin with FF D8 and so is no JPEG; use pictures of the kind that their name says");
        JpegStandardTables.Set(dc, ac);
        Array.Clear(hasQuantisation);
        (width, count, restartInterval, isRgb) = (0, 0, 0, false);
        int at = 2, left = int.MaxValue;
        while (left > 0)
        {
            int marker = Next(jpeg, ref at);
            if (marker is 0xD9 or 0xDA && width == 0) throw Damaged("has no size before its pixels");
            if (marker == 0xD9) throw Damaged("ends without all of its colours");
            int length = at + 2 <= jpeg.Length ? BinaryPrimitives.ReadUInt16BigEndian(jpeg[at..]) : 0;
            if (length < 2 || length > jpeg.Length - at) throw Damaged("has a segment that goes beyond its end");
            ReadOnlySpan<byte> segment = jpeg.Slice(at + 2, length - 2);
            at += length;
            if (marker == 0xDA) left = Scan(jpeg, segment, ref at);
            else Segment(marker, segment, jpeg.Length);
        }

        Write(destination);
    }

    private static JpegHuffmanTable[] Tables() => [new(), new(), new(), new()];

    private static DeviceException Damaged(string what) => new($"a JPEG picture {what}; it is damaged or cut short");

    private static int Next(ReadOnlySpan<byte> jpeg, ref int at)
    {
        while (at + 1 < jpeg.Length)
        {
            if (jpeg[at] == 0xFF && jpeg[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD8) or 0x01)) return jpeg[(at += 2) - 1];
            at++;
        }

        throw Damaged("ends before its pixels");
    }

    private void Segment(int marker, ReadOnlySpan<byte> s, int fileLength)
    {
        switch (marker)
        {
            case 0xC0 or 0xC1:
                Frame(s, fileLength);
                break;
            case 0xC4:
                HuffmanTables(s);
                break;
            case 0xDB:
                QuantisationTables(s);
                break;
            case 0xDD:
                if (s.Length != 2) throw Damaged("has a restart interval of another length than 2 bytes");
                restartInterval = BinaryPrimitives.ReadUInt16BigEndian(s);
                break;
            case 0xEE:
                // Adobe's segment tells of colours that were not transformed.
                if (s.Length >= 12 && s.StartsWith("Adobe"u8)) isRgb = s[11] == 0;
                break;
            case 0xC2:
                throw new DeviceException("a progressive JPEG picture was found, sequential ones are understood; save it without the progressive option");
            case > 0xC2 and <= 0xCF and not 0xC8:
                throw new DeviceException($"a JPEG picture of an unusual kind (marker {marker:X2}) was found; save it as baseline JPEG");
        }
    }

    private void HuffmanTables(ReadOnlySpan<byte> s)
    {
        while (s.Length > 0)
        {
            int total = 0;
            if (s.Length < 17) throw Damaged("has a Huffman table that is cut short");
            foreach (byte n in s.Slice(1, 16)) total += n;
            if (total > 256 || total > s.Length - 17 || (s[0] & 0xEC) != 0) throw Damaged("has a Huffman table that is cut short or has a wrong number");
            (s[0] >> 4 == 0 ? dc : ac)[s[0] & 3].Set(s.Slice(1, 16), s.Slice(17, total));
            s = s[(17 + total)..];
        }
    }

    private void QuantisationTables(ReadOnlySpan<byte> s)
    {
        while (s.Length > 0)
        {
            int bytes = (s[0] >> 4) + 1, table = s[0] & 15;
            if (bytes > 2 || table > 3 || s.Length < 1 + bytes * BlockLength) throw Damaged("has a quantisation table that is cut short or has a wrong number");
            for (int i = 0; i < BlockLength; i++)
                quantisation[table][i] = bytes == 1 ? s[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(s[(1 + 2 * i)..]);
            hasQuantisation[table] = true;
            s = s[(1 + bytes * BlockLength)..];
        }
    }

    private void Frame(ReadOnlySpan<byte> s, int fileLength)
    {
        if (width != 0) throw Damaged("has two sizes");
        if (s.Length < 6 || s.Length != 6 + 3 * s[5]) throw Damaged("has a header of the wrong length");
        if (s[0] != 8) throw new DeviceException($"a JPEG picture of {s[0]} bits was found, 8 are understood; save it with 8 bits a channel");
        if (s[5] is not (1 or 3)) throw new DeviceException($"a JPEG picture of {s[5]} channels was found, 1 and 3 are understood; save it as gray or RGB");
        count = s[5];
        height = BinaryPrimitives.ReadUInt16BigEndian(s[1..]);
        int columns = BinaryPrimitives.ReadUInt16BigEndian(s[3..]);
        VideoFrame.LengthOf(FrameFormat.Rgb24, columns, height);
        largest = (1, 1);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> c = s.Slice(6 + 3 * i, 3);
            // The factors of a single colour say nothing.
            (int Across, int Down) sampling = count == 1 ? (1, 1) : (c[1] >> 4, c[1] & 15);
            if (sampling.Across is not (1 or 2) || sampling.Down is not (1 or 2) || c[2] > 3)
                throw new DeviceException($"a JPEG picture with sampling factors {sampling.Across} x {sampling.Down} was found, 1 and 2 are understood; save it with 4:4:4, 4:2:2 or 4:2:0");
            (components[i].Id, components[i].Sampling, components[i].Quantisation, components[i].IsDecoded) = (c[0], sampling, c[2], false);
            largest = (Math.Max(largest.Across, sampling.Across), Math.Max(largest.Down, sampling.Down));
        }

        isRgb |= count == 3 && s[6] == 'R' && s[9] == 'G' && s[12] == 'B';
        Reserve(columns, fileLength);
        width = columns;
    }

    private void Reserve(int columns, int fileLength)
    {
        int unitsAcross = Units(columns, 8 * largest.Across), unitsDown = Units(height, 8 * largest.Down);
        long blocks = 0;
        foreach (JpegComponent c in components.AsSpan(0, count)) blocks += (long)unitsAcross * unitsDown * c.Sampling.Across * c.Sampling.Down;
        if (blocks / BlocksPerByte > fileLength) throw Damaged($"says it has {columns} x {height} pixels and has {fileLength} bytes, too few");
        for (int i = 0; i < count; i++)
        {
            JpegComponent c = components[i];
            c.Size = (Units(columns * c.Sampling.Across, largest.Across), Units(height * c.Sampling.Down, largest.Down));
            c.Blocks = (unitsAcross * c.Sampling.Across, unitsDown * c.Sampling.Down);
            c.Reserve();
            if (rows[i].Length < 2 * c.Stride) rows[i] = new byte[2 * c.Stride];
            if (mixed.Length < c.Stride) mixed = new int[c.Stride];
        }
    }

    private static int Units(int length, int unit) => (length + unit - 1) / unit;

    /// <summary>Decodes a scan; returns how many colours are still missing.</summary>
    private int Scan(ReadOnlySpan<byte> jpeg, ReadOnlySpan<byte> s, ref int at)
    {
        int inScan = s.Length > 0 ? s[0] : 0;
        if (inScan < 1 || inScan > count || s.Length != 4 + 2 * inScan) throw Damaged("has a scan of the wrong length");
        Span<int> order = stackalloc int[inScan];
        for (int i = 0; i < inScan; i++)
        {
            int id = s[1 + 2 * i], tables = s[2 + 2 * i];
            order[i] = count - 1;
            while (order[i] >= 0 && (components[order[i]].Id != id || components[order[i]].IsDecoded)) order[i]--;
            if (order[i] < 0 || tables >> 4 > 3 || (tables & 15) > 3) throw Damaged("has a scan of a colour that it does not have");
            JpegComponent component = components[order[i]];
            (component.Tables, component.Predictor, component.IsDecoded) = ((tables >> 4, tables & 15), 0, true);
            if (!hasQuantisation[component.Quantisation] || !dc[tables >> 4].IsSet || !ac[tables & 15].IsSet) throw Damaged("lacks a table");
        }

        JpegBits bits = new(jpeg, at);
        if (inScan == 1) Single(ref bits, components[order[0]]);
        else Interleaved(ref bits, order);
        at = bits.End();
        int left = 0;
        foreach (JpegComponent c in components.AsSpan(0, count)) left += c.IsDecoded ? 0 : 1;
        return left;
    }

    private void Single(ref JpegBits bits, JpegComponent c)
    {
        int across = Units(c.Size.Width, 8), total = across * Units(c.Size.Height, 8);
        for (int i = 0; i < total; i++)
        {
            Restart(ref bits, i);
            Block(ref bits, c, i % across, i / across);
        }
    }

    private void Interleaved(ref JpegBits bits, scoped ReadOnlySpan<int> order)
    {
        int across = Units(width, 8 * largest.Across), total = across * Units(height, 8 * largest.Down);
        for (int i = 0; i < total; i++)
        {
            Restart(ref bits, i);
            foreach (int index in order)
            {
                JpegComponent c = components[index];
                for (int y = 0; y < c.Sampling.Down; y++)
                    for (int x = 0; x < c.Sampling.Across; x++)
                        Block(ref bits, c, i % across * c.Sampling.Across + x, i / across * c.Sampling.Down + y);
            }
        }
    }

    private void Restart(ref JpegBits bits, int unit)
    {
        if (restartInterval == 0 || unit == 0 || unit % restartInterval != 0) return;
        bits.Restart((unit / restartInterval - 1) % 8);
        foreach (JpegComponent c in components) c.Predictor = 0;
    }

    private void Block(ref JpegBits bits, JpegComponent c, int x, int y)
    {
        Span<int> block = stackalloc int[BlockLength];
        ReadOnlySpan<ushort> scale = quantisation[c.Quantisation];
        int size = dc[c.Tables.Dc].Read(ref bits), acColumns = 0;
        if (size > 11) throw Damaged("has a brightness that is out of range");
        c.Predictor += bits.Signed(size);
        block[0] = c.Predictor * scale[0];
        JpegHuffmanTable table = ac[c.Tables.Ac];
        for (int k = 1; k < BlockLength; k++)
        {
            int symbol = table.Read(ref bits);
            size = symbol & 15;
            if (size == 0 && symbol != 0xF0) break;
            k += symbol >> 4;
            if (k >= BlockLength) throw Damaged("has a block of more than 64 coefficients");
            if (size == 0) continue;
            int to = ZigZag[k];
            block[to] = bits.Signed(size) * scale[k];
            if (to >= 8) acColumns |= 1 << (to & 7);
        }

        JpegInverseDct.Transform(block, acColumns, c.Samples, (y * c.Stride + x) * 8, c.Stride);
    }

    private void Write(VideoFrame destination)
    {
        if (count == 1)
        {
            Span<byte> gray = destination.Reserve(FrameFormat.Gray8, width, height);
            for (int y = 0; y < height; y++) components[0].Samples.AsSpan(y * components[0].Stride, width).CopyTo(gray[(y * width)..]);
            return;
        }

        Span<byte> rgb = destination.Reserve(FrameFormat.Rgb24, width, height);
        for (int y = 0; y < height; y++)
        {
            for (int i = 0; i < 3; i++)
            {
                JpegComponent c = components[i];
                JpegColours.Enlarge(c, largest.Across / c.Sampling.Across, largest.Down / c.Sampling.Down, y, mixed, rows[i]);
            }

            Span<byte> row = rgb.Slice(3 * y * width, 3 * width);
            if (isRgb) JpegColours.Interleave(rows[0], rows[1], rows[2], row);
            else JpegColours.ToRgb(rows[0], rows[1], rows[2], row);
        }
    }
}
