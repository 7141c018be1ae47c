using System.Collections.Generic;

namespace EdgeRuntime.Converter.Training;

/// <summary>A condition that parameters keep throughout training, such as a mask or shared values.</summary>
public interface IParameterConstraint
{
    /// <summary>What it demands, for the settings by which a checkpoint is recognised.</summary>
    public string Name => GetType().Name;

    /// <summary>Called once before the first update, and after a checkpoint was read.</summary>
    public void Attach(IReadOnlyList<Parameter> parameters);

    /// <summary>Called after each backward pass, before penalties and the update: may change gradients.</summary>
    /// <param name="parameters">Every parameter.</param>
    /// <param name="step">Updates done before this one.</param>
    public void Gradients(IReadOnlyList<Parameter> parameters, long step);

    /// <summary>Called after each update: brings the values back to the condition.</summary>
    /// <param name="parameters">Every parameter.</param>
    /// <param name="step">Updates done, this one included.</param>
    public void Values(IReadOnlyList<Parameter> parameters, long step);
}
