using System;
using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>A window's segments cut into chunks, for weights that are looked up chunk by chunk.</summary>
public sealed class WindowChunks
{
    private readonly int[] firsts;
    private readonly int[] starts;

    /// <param name="segments">Segments of the window.</param>
    /// <param name="most">Most elements of a chunk.</param>
    public WindowChunks(Segment[] segments, int most)
    {
        List<Segment> cut = [];
        List<int> first = [0], start = [0];
        int total = 0, room = most;
        foreach (Segment segment in segments)
        {
            for (nint at = 0; at < segment.Length;)
            {
                int length = (int)Math.Min(segment.Length - at, room);
                cut.Add(new Segment(segment.Offset + at, length));
                at += length;
                total += length;
                room -= length;
                if (room > 0) continue;
                first.Add(cut.Count);
                start.Add(total);
                room = most;
            }
        }

        if (room < most)
        {
            first.Add(cut.Count);
            start.Add(total);
        }

        Segments = [.. cut];
        firsts = [.. first];
        starts = [.. start];
    }

    /// <summary>The segments of all chunks, one chunk after another.</summary>
    public Segment[] Segments { get; }

    /// <summary>Chunks.</summary>
    public int Count => firsts.Length - 1;

    /// <summary>First segment of a chunk, or one past the last of all.</summary>
    public int First(int chunk) => firsts[chunk];

    /// <summary>Segments of a chunk.</summary>
    public int SegmentsOf(int chunk) => firsts[chunk + 1] - firsts[chunk];

    /// <summary>Elements of the window before a chunk.</summary>
    public int Start(int chunk) => starts[chunk];

    /// <summary>Elements of a chunk.</summary>
    public int Length(int chunk) => starts[chunk + 1] - starts[chunk];
}
