using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Float weights of a convolution in panels of <see cref="Panel"/> output channels: [group][panel][k][lane], missing channels zero.
/// One broadcast input value then multiplies a panel's lanes, and each lane keeps the portable order of additions.
/// </summary>
public sealed unsafe class PackedWeights : IDisposable
{
    /// <summary>Output channels a panel.</summary>
    public const int Panel = 16;

    private float* data;
    private float* bias;

    /// <param name="rows">Output channels, all groups together.</param>
    /// <param name="groups">Groups; divides <paramref name="rows"/>.</param>
    /// <param name="rowLength">Weights an output channel.</param>
    public PackedWeights(int rows, int groups, int rowLength)
    {
        RowLength = rowLength;
        Groups = groups;
        GroupRows = rows / groups;
        Panels = (GroupRows + Panel - 1) / Panel;
        nuint count = (nuint)groups * (nuint)Panels * Panel;
        data = (float*)NativeMemory.AlignedAlloc(count * (nuint)rowLength * sizeof(float), 64);
        bias = (float*)NativeMemory.AlignedAlloc(count * sizeof(float), 64);
        NativeMemory.Clear(data, count * (nuint)rowLength * sizeof(float));
        NativeMemory.Clear(bias, count * sizeof(float));
    }

    ~PackedWeights() => Free();

    public int RowLength { get; }

    public int Groups { get; }

    public int GroupRows { get; }

    /// <summary>Panels a group.</summary>
    public int Panels { get; }

    /// <summary>Puts one row (output channel) in place.</summary>
    public void SetRow(int row, ReadOnlySpan<float> weights, float rowBias)
    {
        int lane = row % GroupRows;
        int panel = row / GroupRows * Panels + lane / Panel;
        lane %= Panel;
        Place(weights, data + (nint)panel * RowLength * Panel + lane);
        bias[panel * Panel + lane] = rowBias;
    }

    /// <summary>Puts neighbouring weights of an output channel in place, from the first one's place on.</summary>
    public static void Place(ReadOnlySpan<float> weights, float* to)
    {
        for (int k = 0; k < weights.Length; k++) to[(nint)k * Panel] = weights[k];
    }

    /// <summary>First weight of a panel.</summary>
    public float* PanelAt(int group, int panel) => data + (nint)(group * Panels + panel) * RowLength * Panel;

    /// <summary>Biases of a panel.</summary>
    public float* BiasAt(int group, int panel) => bias + (group * Panels + panel) * Panel;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(data);
        NativeMemory.AlignedFree(bias);
        data = null;
        bias = null;
    }
}
