using System;
using System.Collections.Generic;

namespace EdgeRuntime.Format;

/// <summary>Where the non-zeros of a matrix are.</summary>
internal sealed class SparsePattern
{
    private readonly List<int> _gaps = [];
    private readonly List<int> _liveGaps = [];

    /// <summary>Finds the elements whose bits are not zero.</summary>
    public SparsePattern(WeightData data)
    {
        LiveColumns = new byte[data.RowLength];
        for (int i = 0; i < data.Count; i++)
            if (NonZero(data, i)) LiveColumns[i % data.RowLength] = 1;
        int gap = 0;
        int liveGap = 0;
        for (int i = 0, column = 0; i < data.Count; i++)
        {
            if (NonZero(data, i))
            {
                _gaps.Add(gap);
                _liveGaps.Add(liveGap);
                gap = liveGap = 0;
            }
            else
            {
                gap++;
                liveGap += LiveColumns[column];
            }

            if (++column == data.RowLength) column = 0;
        }
    }

    /// <summary>Number of non-zeros.</summary>
    public int NonZeros => _gaps.Count;

    /// <summary>1 for each column with a non-zero.</summary>
    public byte[] LiveColumns { get; }

    /// <summary>Whether some column has none.</summary>
    public bool HasDeadColumns => Array.IndexOf(LiveColumns, (byte)0) >= 0;

    /// <summary>Gap symbols of a width.</summary>
    public byte[] Symbols(int bits, bool live)
    {
        int skip = (1 << bits) - 1;
        List<byte> symbols = [];
        foreach (int gap in live ? _liveGaps : _gaps)
        {
            int rest = gap;
            for (; rest >= skip; rest -= skip) symbols.Add((byte)skip);
            symbols.Add((byte)rest);
        }

        return [.. symbols];
    }

    private static bool NonZero(WeightData data, int i) =>
        data.Floats != null ? BitConverter.SingleToInt32Bits(data.Floats[i]) != 0 : data.Integers![i] != 0;
}
