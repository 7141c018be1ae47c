using System;
using System.Threading;

namespace EdgeRuntime.Cli;

/// <summary>Lets a command end by itself on Ctrl-C: the first one asks, the second one ends the program.</summary>
public sealed class Interruption : IDisposable
{
    private static Interruption? running;

    private readonly CancellationTokenSource source = new();

    /// <summary>From now on Ctrl-C cancels <see cref="Token"/>.</summary>
    public Interruption() => Volatile.Write(ref running, this);

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Asks the running command to end; false when there is none, or it was asked before.</summary>
    public static bool Request()
    {
        if (Volatile.Read(ref running) is not { } command || command.source.IsCancellationRequested) return false;
        command.source.Cancel();
        return true;
    }

    public void Dispose()
    {
        Volatile.Write(ref running, null);
        source.Dispose();
    }
}
