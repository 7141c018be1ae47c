namespace EdgeRuntime.Prepared;

/// <summary>Computes units of one phase of an operation.</summary>
/// <param name="f">The operation's frame.</param>
/// <param name="phase">Number of the phase.</param>
/// <param name="from">First unit.</param>
/// <param name="end">One past the last unit.</param>
/// <param name="thread">0 to the number of threads - 1, different for parts that run at the same time.</param>
internal delegate void Part(ref Frame f, int phase, int from, int end, int thread);

/// <summary>A prepared operation cut into units that threads share. A unit writes outputs of its own and reads none of the same phase.</summary>
/// <param name="team">The threads.</param>
/// <param name="name">Name of the kernel.</param>
/// <param name="cost">About how many vector instructions all units take together.</param>
/// <param name="units">Units of each phase: all of one are done before the next begins.</param>
/// <param name="part">Computes some of them.</param>
internal sealed class ParallelOperation(Team team, string name, long cost, int[] units, Part part) : PreparedOperation
{
    /// <summary>Units of each phase.</summary>
    public int[] Units { get; } = units;

    /// <inheritdoc cref="ParallelOperation"/>
    public long Cost { get; } = cost;

    public override string Name { get; } = name;

    /// <inheritdoc cref="Prepared.Part"/>
    public void Run(ref Frame f, int phase, int from, int end, int thread) => part(ref f, phase, from, end, thread);

    public override void Run(ref Frame f) => team.Run(this, ref f);
}
