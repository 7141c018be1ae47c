using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>Counts what code allocates on the calling thread.</summary>
internal static class Allocations
{
    private const int Attempts = 5;
    private const int Runs = 10;

    /// <summary>Ten runs allocate nothing. A collection that another test causes charges the thread for a rest of its buffer, so one clean attempt of five will do.</summary>
    public static void AreNone(Action run) => Assert.Equal(0, Enumerable.Range(0, Attempts).Min(_ => Count(run)));

    private static long Count(Action run)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Runs; i++) run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
