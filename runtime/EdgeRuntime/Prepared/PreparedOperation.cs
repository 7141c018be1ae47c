namespace EdgeRuntime.Prepared;

/// <summary>An operation whose weights were decoded once into the layout of a vector kernel. Same result as the portable operation, bit for bit.</summary>
internal abstract class PreparedOperation
{
    /// <summary>Name of the kernel, for profiles.</summary>
    public abstract string Name { get; }

    /// <summary>Computes the frame's output.</summary>
    public abstract void Run(ref Frame f);
}
