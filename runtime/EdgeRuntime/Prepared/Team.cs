using System;
using System.Threading;

namespace EdgeRuntime.Prepared;

/// <summary>
/// A fixed number of threads that share the units of one operation after another. A unit is claimed by moving a counter, so no thread waits for
/// one that sleeps, and nothing is allocated. Which thread computes a unit does not change its result.
/// </summary>
internal sealed unsafe class Team : IDisposable
{
    private const long Closed = int.MaxValue;

    // A claim takes this share of what is left, so that threads that began late or were held up end together with the others.
    private const int ShareOfRest = 2;
    private const int MostClaimsPerThread = 16;

    // About a millisecond in all.
    private const int SpinRounds = 20_000;
    private const int SpinLength = 1;

    // Below this cost an operation is done before another thread has noticed it.
    private const long SmallestShared = 30_000;

    private readonly object gate = new();
    private ParallelOperation? operation;
    private Frame* frame;
    private int phase;
    private int units;
    private int smallest;
    private int done;

    // Number of the job in the upper half, next unit in the lower one.
    private long ticket = Closed;
    private int sleeping;
    private bool stopped;

    /// <param name="threads">Threads, the caller of <see cref="Run"/> included.</param>
    public Team(int threads)
    {
        Threads = threads;
        for (int i = 1; i < threads; i++)
        {
            int number = i;
            new Thread(() => Work(number)) { IsBackground = true, Name = $"EdgeRuntime {number}" }.Start();
        }
    }

    /// <summary>Threads, the caller included.</summary>
    public int Threads { get; }

    /// <summary>Runs all phases of an operation, one after another.</summary>
    public void Run(ParallelOperation what, ref Frame f)
    {
        for (int i = 0; i < what.Units.Length; i++)
        {
            int count = what.Units[i];
            if (Threads == 1 || count < 2 || what.Cost < SmallestShared) what.Run(ref f, i, 0, count, 0);
            else Share(what, ref f, i, count);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Share(ParallelOperation what, ref Frame f, int number, int count)
    {
        fixed (Frame* pinned = &f)
        {
            long job = ((ticket >> 32) + 1) << 32;
            // Closed while the fields change: a claim on the old job fails.
            Interlocked.Exchange(ref ticket, job | Closed);
            operation = what;
            frame = pinned;
            phase = number;
            units = count;
            smallest = Math.Max(1, count / (Threads * MostClaimsPerThread));
            done = 0;
            Interlocked.Exchange(ref ticket, job);
            if (Volatile.Read(ref sleeping) > 0) lock (gate) Monitor.PulseAll(gate);
            while (Claim(0))
            {
            }

            for (int i = 0; Volatile.Read(ref done) < count; i++)
            {
                Thread.SpinWait(SpinLength);
                if (i > SpinRounds) Thread.Yield();
            }
        }
    }

    private bool Claim(int thread)
    {
        while (true)
        {
            long seen = Volatile.Read(ref ticket);
            int from = (int)seen;
            int left = units - from;
            if (left <= 0) return false;
            int end = from + Math.Min(left, Math.Max(smallest, left / (ShareOfRest * Threads)));
            if (Interlocked.CompareExchange(ref ticket, seen + (end - from), seen) != seen) continue;
            operation!.Run(ref *frame, phase, from, end, thread);
            Interlocked.Add(ref done, end - from);
            return true;
        }
    }

    private void Work(int thread)
    {
        while (!Volatile.Read(ref stopped))
        {
            long seen = Volatile.Read(ref ticket);
            if (Claim(thread)) continue;
            int i = 0;
            while (i++ < SpinRounds && Volatile.Read(ref ticket) == seen) Thread.SpinWait(SpinLength);
            if (i <= SpinRounds) continue;
            lock (gate)
            {
                Interlocked.Increment(ref sleeping);
                if (Volatile.Read(ref ticket) == seen && !stopped) Monitor.Wait(gate);
                Interlocked.Decrement(ref sleeping);
            }
        }
    }
}
