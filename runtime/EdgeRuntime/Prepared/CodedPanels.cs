using System;

namespace EdgeRuntime.Prepared;

/// <summary>Decodes the weights of a panel, which follow those of the panel before.</summary>
/// <param name="panel">The panel; with 0 decoding begins again.</param>
/// <param name="to">Receives them.</param>
internal unsafe delegate void PanelDecoder<T>(int panel, T* to)
    where T : unmanaged;

/// <summary>Computes units of a layer with the weights of one panel.</summary>
/// <param name="f">The operation's frame.</param>
/// <param name="panel">The panel.</param>
/// <param name="weights">Its weights.</param>
/// <param name="from">First unit.</param>
/// <param name="end">One past the last unit.</param>
/// <param name="thread">0 to the number of threads - 1, different for parts that run at the same time.</param>
internal unsafe delegate void PanelPart<T>(ref Frame f, int panel, T* weights, int from, int end, int thread)
    where T : unmanaged;

/// <summary>
/// A layer whose weights stay coded in the file: while one thread decodes a panel of output channels, the others compute with the one before. A single thread computes with a panel
/// and then decodes the next one in its place.
/// </summary>
/// <param name="team">Threads.</param>
/// <param name="panels">Panels.</param>
/// <param name="panelLength">Elements of a panel.</param>
internal sealed unsafe class CodedPanels<T>(Team team, int panels, long panelLength)
    where T : unmanaged
{
    private readonly NativeBuffer<T> data = new(CodedPanels.Buffers(team) * panelLength);

    /// <summary>Prepares the input; panel and weights mean nothing.</summary>
    public required Part Prepare { get; init; }

    /// <inheritdoc cref="PanelDecoder{T}"/>
    public required PanelDecoder<T> Decode { get; init; }

    /// <inheritdoc cref="PanelPart{T}"/>
    public required PanelPart<T> Compute { get; init; }

    /// <summary>The operation: a phase for the input and one a panel, and in all but the last unit 0 decodes the next panel.</summary>
    /// <param name="name">Name of the kernel.</param>
    /// <param name="cost">About how many vector instructions all units take together.</param>
    /// <param name="prepareUnits">Units that prepare the input.</param>
    /// <param name="units">Units of a panel.</param>
    public ParallelOperation Operation(string name, long cost, int prepareUnits, int units)
    {
        int[] phases = new int[panels + 1];
        Array.Fill(phases, units + 1);
        phases[0] = prepareUnits + 1;
        return new ParallelOperation(team, $"{name} of coded weights", cost, phases, Run);
    }

    private void Run(ref Frame f, int phase, int from, int end, int thread)
    {
        bool decodes = from == 0 && phase < panels, ahead = CodedPanels.Buffers(team) > 1;
        if (decodes && ahead) Decode(phase, At(phase));
        from = Math.Max(from - 1, 0);
        if (phase == 0) Prepare(ref f, phase, from, end - 1, thread);
        else Compute(ref f, phase - 1, At(phase - 1), from, end - 1, thread);
        if (decodes && !ahead) Decode(phase, At(phase));
    }

    private T* At(int panel) => data.Pointer + panel % CodedPanels.Buffers(team) * (nint)panelLength;
}

/// <summary>What all kinds of <see cref="CodedPanels{T}"/> share.</summary>
internal static class CodedPanels
{
    // About as many vector instructions as decoding a weight takes.
    public const int DecodingCost = 8;

    /// <summary>Panels that stand at once.</summary>
    public static int Buffers(Team team) => team.Threads > 1 ? 2 : 1;
}
