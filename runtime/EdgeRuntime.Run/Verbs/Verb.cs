using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace EdgeRuntime.Run.Verbs;

/// <summary>A command; every one takes --model and --json.</summary>
internal abstract class Verb
{
    /// <summary>First word of the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Options, as help shows them.</summary>
    public abstract string Usage { get; }

    /// <summary>Further options that take a value.</summary>
    public virtual IReadOnlyList<string> Options => [];

    /// <summary>Does it and returns the exit code.</summary>
    public abstract int Run(Arguments arguments, IHardware hardware, TextWriter output, TextWriter errors, CancellationToken stop);

    /// <summary>How a session runs the model: the options --threads and --weights.</summary>
    protected static SessionOptions Session(Arguments arguments) => new()
    {
        Threads = arguments.Whole("--threads", 1, 1, SessionOptions.MostThreads),
        Weights = Enum.Parse<WeightMemory>(arguments.Choice("--weights", "expanded", "symbols", "coded", "file"), ignoreCase: true),
    };

    /// <summary>Refuses words that belong to no option.</summary>
    protected static void NothingElse(Arguments arguments)
    {
        if (arguments.Rest.Count > 0) throw new UsageException($"'{arguments.Rest[0]}' belongs to no option; give the model as --model FILE");
    }
}
