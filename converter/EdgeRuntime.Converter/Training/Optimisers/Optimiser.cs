using System.Collections.Generic;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Optimisers;

/// <summary>Moves parameters against their gradients.</summary>
public abstract unsafe class Optimiser
{
    private const int Grain = 16384;

    private readonly List<AlignedMemory[]> state = [];

    /// <summary>Name in settings and reports.</summary>
    public abstract string Name { get; }

    /// <summary>Learning rate that suits it when none is asked for.</summary>
    public abstract double UsualRate { get; }

    /// <summary>Updates done.</summary>
    public long Steps { get; internal set; }

    /// <summary>Numbers it keeps for each parameter.</summary>
    protected abstract int Slots { get; }

    /// <summary>Makes room for what it remembers of <paramref name="parameters"/>, all zero.</summary>
    public void Attach(IReadOnlyList<Parameter> parameters)
    {
        state.Clear();
        Steps = 0;
        foreach (Parameter parameter in parameters)
        {
            AlignedMemory[] slots = new AlignedMemory[parameter.Trained ? Slots : 0];
            for (int i = 0; i < slots.Length; i++) slots[i] = new AlignedMemory(parameter.Count);
            state.Add(slots);
        }
    }

    /// <summary>One update of every trained parameter.</summary>
    public void Step(IReadOnlyList<Parameter> parameters, double rate, WorkerPool pool)
    {
        Steps++;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!parameters[i].Trained) continue;
            AlignedMemory[] slots = state[i];
            float* w = parameters[i].ValuePointer, g = parameters[i].GradientPointer;
            float* first = slots.Length > 0 ? slots[0].Pointer : null, second = slots.Length > 1 ? slots[1].Pointer : null;
            pool.Ranges(parameters[i].Count, Grain, (begin, end) => Update(w + begin, g + begin, first + begin, second + begin, end - begin, rate));
        }
    }

    /// <summary>What it remembers, one span a slot, in a fixed order, for checkpoints.</summary>
    internal IEnumerable<AlignedMemory> State()
    {
        foreach (AlignedMemory[] slots in state)
        {
            foreach (AlignedMemory slot in slots) yield return slot;
        }
    }

    /// <summary>Updates <paramref name="n"/> weights from their gradients and the slots.</summary>
    protected abstract void Update(float* w, float* g, float* first, float* second, int n, double rate);
}
