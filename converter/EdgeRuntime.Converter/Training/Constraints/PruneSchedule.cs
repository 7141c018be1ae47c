using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Constraints;

/// <summary>Removes more and more of the smallest weights while training goes on, and holds those that were removed at 0.</summary>
/// <remarks>A weight that is exactly 0 counts as removed, so the masks follow from the values and a checkpoint needs no others.</remarks>
internal sealed class PruneSchedule : IParameterConstraint
{
    private const int Events = 100;

    private readonly List<PruneGoal> goals;
    private readonly long every;
    private readonly Dictionary<Parameter, bool[]> masks = [];
    private List<(PruneGoal Goal, Parameter[] Parameters)> groups = [];

    /// <param name="goals">What is to be reached.</param>
    /// <param name="updates">Updates of the whole training.</param>
    /// <param name="part">Part of them, 0 to 1, after which the goals are reached.</param>
    public PruneSchedule(List<PruneGoal> goals, long updates, double part)
    {
        this.goals = goals;
        Ramp = goals.Count == 0 ? 0 : Math.Max(1, (long)(part * updates));
        every = Math.Max(1, Ramp / Events);
    }

    /// <summary>Updates after which the goals are reached; 0 when there are none.</summary>
    public long Ramp { get; }

    public string Name => $"pruning {string.Join(' ', goals.Select(g => g.Name))} by {Ramp}";

    /// <summary>Whether <paramref name="goal"/> is reached by this training.</summary>
    public bool Covers(PruneGoal goal) => goals.Contains(goal);

    public void Attach(IReadOnlyList<Parameter> parameters)
    {
        Dictionary<Node, Parameter> weights = parameters.Where(p => p.Role == ParameterRole.Weights).ToDictionary(p => p.Node);
        groups = [.. goals.Select(g => (g, g.Layers.Select(l => weights[l.Nodes[0]]).ToArray()))];
        foreach (Parameter parameter in groups.SelectMany(g => g.Parameters)) masks[parameter] = [.. parameter.Values.ToArray().Select(v => v != 0)];
    }

    public void Gradients(IReadOnlyList<Parameter> parameters, long step)
    {
        foreach ((Parameter parameter, bool[] mask) in masks)
        {
            Span<float> gradient = parameter.Gradient;
            for (int i = 0; i < mask.Length; i++)
            {
                if (!mask[i]) gradient[i] = 0;
            }
        }
    }

    public void Values(IReadOnlyList<Parameter> parameters, long step)
    {
        foreach ((Parameter parameter, bool[] mask) in masks)
        {
            Span<float> values = parameter.Values;
            for (int i = 0; i < mask.Length; i++)
            {
                if (!mask[i]) values[i] = 0;
                else if (values[i] == 0) mask[i] = false;
            }
        }

        if (step <= Ramp && (step % every == 0 || step == Ramp)) Prune((double)step / Ramp);
    }

    private void Prune(double t)
    {
        foreach ((PruneGoal goal, Parameter[] parameters) in groups)
        {
            bool[] keep = Magnitudes.Largest([.. parameters.Select(p => p.Values.ToArray())], goal.At(t), out int[] offsets);
            for (int p = 0; p < parameters.Length; p++)
            {
                bool[] mask = masks[parameters[p]];
                keep.AsSpan(offsets[p], mask.Length).CopyTo(mask);
                Span<float> values = parameters[p].Values;
                for (int i = 0; i < mask.Length; i++)
                {
                    if (!mask[i]) values[i] = 0;
                }
            }
        }
    }
}
