using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace EdgeRuntime.Benchmarks.Compare;

/// <summary>Contenders take turns, so that whatever disturbs the machine meets all of them.</summary>
internal static class Turns
{
    private const int FewestRounds = 15;
    private const int MostRounds = 2000;
    private const int BlockRounds = 8;
    private const int FewestBlockRuns = 10;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(100);

    /// <summary>How long workers of a thread pool may spin after their last task: they would hold the cores of the next contender.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    /// <summary>Lets all contenders collect times.</summary>
    /// <param name="contenders">The contenders.</param>
    /// <param name="threads">Most threads of one of them: turns of a single run with one, blocks of runs between pauses with several.</param>
    /// <param name="seconds">Time for turns of single runs, about.</param>
    public static void Take(IReadOnlyList<Contender> contenders, int threads, double seconds)
    {
        foreach (Contender c in contenders)
        {
            Stopwatch warming = Stopwatch.StartNew();
            do c.WarmUp();
            while (warming.Elapsed < WarmUp);
        }

        if (threads == 1) RunByRun(contenders, seconds);
        else BlockByBlock(contenders);
    }

    private static void RunByRun(IReadOnlyList<Contender> contenders, double seconds)
    {
        Stopwatch clock = Stopwatch.StartNew();
        for (int round = 0; round < MostRounds && (round < FewestRounds || clock.Elapsed.TotalSeconds < seconds); round++)
        {
            foreach (Contender c in contenders)
            {
                // The caches hold the data of another contender: one run without a clock.
                c.WarmUp();
                c.Time();
            }
        }
    }

    private static void BlockByBlock(IReadOnlyList<Contender> contenders)
    {
        for (int round = 0; round < BlockRounds; round++)
        {
            foreach (Contender c in contenders)
            {
                Thread.Sleep(Settling);
                // The first runs wake the workers.
                for (int i = 0; i < FewestBlockRuns; i++) c.WarmUp();
                Stopwatch clock = Stopwatch.StartNew();
                for (int i = 0; i < FewestBlockRuns || clock.Elapsed < Block; i++) c.Time();
            }
        }
    }
}
