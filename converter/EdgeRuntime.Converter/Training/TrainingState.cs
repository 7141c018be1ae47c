using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Training.Optimisers;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training;

/// <summary>Everything that decides how a training goes on.</summary>
internal sealed unsafe class TrainingState(List<Parameter> parameters, Optimiser optimiser)
{
    public List<Parameter> Parameters { get; } = parameters;

    public Optimiser Optimiser { get; } = optimiser;

    /// <summary>Parameters of the best epoch.</summary>
    public List<AlignedMemory> Best { get; } = [.. parameters.Select(p => new AlignedMemory(p.Count))];

    /// <summary>Epochs done.</summary>
    public int Epoch { get; set; }

    /// <summary>Updates done in the running epoch.</summary>
    public int Step { get; set; }

    /// <summary>Sum of the losses of its samples so far.</summary>
    public double LossSum { get; set; }

    /// <summary>Samples of it classified rightly so far.</summary>
    public long Right { get; set; }

    public int BestEpoch { get; set; }

    public List<EpochReport> History { get; } = [];

    /// <summary>Keeps the present parameters as the best.</summary>
    public void KeepAsBest()
    {
        BestEpoch = Epoch;
        for (int i = 0; i < Best.Count; i++) Elementwise.Copy(Parameters[i].ValuePointer, Best[i].Pointer, Best[i].Length);
    }

    /// <summary>Goes back to the best parameters.</summary>
    public void RestoreBest()
    {
        for (int i = 0; i < Best.Count; i++) Elementwise.Copy(Best[i].Pointer, Parameters[i].ValuePointer, Best[i].Length);
    }
}
