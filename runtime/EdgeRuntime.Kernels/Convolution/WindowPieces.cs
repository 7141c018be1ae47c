using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>The runs of a window cut into pieces of at most so many elements, one after another.</summary>
public sealed class WindowPieces
{
    private readonly List<int> firsts = [0];
    private readonly List<int> lengths = [];

    /// <param name="segments">The runs of a window.</param>
    /// <param name="most">Elements of a piece.</param>
    public WindowPieces(IEnumerable<Segment> segments, int most)
    {
        List<Segment> cut = [];
        nint room = 0;
        foreach (Segment segment in segments)
        {
            for (nint done = 0; done < segment.Length;)
            {
                if (room == 0)
                {
                    if (lengths.Count > 0) firsts.Add(cut.Count);
                    lengths.Add(0);
                    room = most;
                }

                nint length = segment.Length - done < room ? segment.Length - done : room;
                cut.Add(new Segment(segment.Offset + done, length));
                lengths[^1] += (int)length;
                done += length;
                room -= length;
            }
        }

        firsts.Add(cut.Count);
        Segments = [.. cut];
    }

    /// <summary>Pieces.</summary>
    public int Count => lengths.Count;

    /// <summary>The runs of all pieces, in order.</summary>
    public Segment[] Segments { get; }

    /// <summary>Number of the first run of a piece; of piece <see cref="Count"/>, the number of runs.</summary>
    public int First(int piece) => firsts[piece];

    /// <summary>Elements of a piece.</summary>
    public int Length(int piece) => lengths[piece];
}
