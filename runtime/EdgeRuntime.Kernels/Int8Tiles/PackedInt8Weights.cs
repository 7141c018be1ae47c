using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Int8 weights widened to int16 in panels of <see cref="Panel"/> output channels, two neighbouring k together: [group][panel][k/2][lane][2].
/// One multiply-add of 16-bit pairs then advances eight lanes by two products. Rows of odd length are padded with a zero per kernel position.
/// </summary>
public sealed unsafe class PackedInt8Weights : IDisposable
{
    /// <summary>Output channels a panel.</summary>
    public const int Panel = 16;

    private short* data;

    /// <param name="rows">Output channels, all groups together.</param>
    /// <param name="groups">Groups; divides <paramref name="rows"/>.</param>
    /// <param name="positions">Kernel height times width.</param>
    /// <param name="channels">Input channels of a group.</param>
    public PackedInt8Weights(int rows, int groups, int positions, int channels)
    {
        Positions = positions;
        Channels = channels;
        PaddedChannels = (channels + 1) & ~1;
        Groups = groups;
        GroupRows = rows / groups;
        Panels = (GroupRows + Panel - 1) / Panel;
        PanelLength = (nint)positions * PaddedChannels * Panel;
        nuint bytes = (nuint)groups * (nuint)Panels * (nuint)PanelLength * sizeof(short);
        data = (short*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(data, bytes);
    }

    ~PackedInt8Weights() => Free();

    public int Positions { get; }

    public int Channels { get; }

    /// <summary>Channels rounded up to an even number.</summary>
    public int PaddedChannels { get; }

    public int Groups { get; }

    public int GroupRows { get; }

    /// <summary>Panels a group.</summary>
    public int Panels { get; }

    /// <summary>Elements of a panel.</summary>
    public nint PanelLength { get; }

    /// <summary>Puts one row (output channel) of [positions, channels] in place.</summary>
    public void SetRow(int row, ReadOnlySpan<sbyte> weights)
    {
        int lane = row % GroupRows;
        Place(weights, 0, Channels, PanelAt(row / GroupRows, lane / Panel), lane % Panel);
    }

    /// <summary>Puts neighbouring weights of a row in place, of which <paramref name="first"/> is the first one's number in the row.</summary>
    public static void Place(ReadOnlySpan<sbyte> weights, int first, int channels, short* panel, int lane)
    {
        // Behind an odd number of channels a zero stays.
        int k = first + (channels & 1) * (first / channels), channel = first % channels;
        for (int i = 0; i < weights.Length; i++, k++)
        {
            panel[(nint)(k >> 1) * Panel * 2 + lane * 2 + (k & 1)] = weights[i];
            if (++channel < channels) continue;
            channel = 0;
            k += channels & 1;
        }
    }

    /// <summary>First weight of a panel.</summary>
    public short* PanelAt(int group, int panel) => data + (group * Panels + panel) * PanelLength;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(data);
        data = null;
    }
}
