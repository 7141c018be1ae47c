using System;
using System.Threading;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>A fixed set of threads that share the items of a loop. Which thread runs an item is not fixed, so an item writes only what no other item reads or writes.</summary>
public sealed unsafe class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 400;

    private readonly object gate = new();
    private readonly AlignedMemory?[] scratch;
    private Job? current;
    private bool stopping;

    /// <param name="threads">Threads that work, the caller's included; 0 for one a processor.</param>
    public WorkerPool(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        scratch = new AlignedMemory?[Threads];
        for (int i = 1; i < Threads; i++)
        {
            int worker = i;
            new Thread(() => Work(worker)) { IsBackground = true, Name = $"training {i}" }.Start();
        }
    }

    /// <summary>Threads that work, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Runs <paramref name="body"/>(item, worker) for items 0 to <paramref name="count"/> - 1 and returns when all are done.</summary>
    public void For(int count, Action<int, int> body)
    {
        if (count == 0) return;
        Job job = new(count, body);
        if (Threads > 1 && count > 1)
        {
            lock (gate)
            {
                current = job;
                Monitor.PulseAll(gate);
            }
        }

        job.Run(0);
        SpinWait wait = default;
        while (!job.Finished) wait.SpinOnce(-1);
        if (job.Failure is not null) throw new AggregateException(job.Failure);
    }

    /// <summary>Runs <paramref name="body"/>(begin, end) over consecutive ranges of at most <paramref name="grain"/> items.</summary>
    public void Ranges(int count, int grain, Action<int, int> body)
        => For((count + grain - 1) / grain, (i, _) => body(i * grain, Math.Min(count, (i + 1) * grain)));

    /// <summary>At least <paramref name="length"/> floats that belong to <paramref name="worker"/> until it asks again; their values are undefined.</summary>
    public float* Scratch(int worker, long length)
    {
        if (scratch[worker] is not { } memory || memory.Length < length) scratch[worker] = memory = new AlignedMemory(length);
        return memory.Pointer;
    }

    public void Dispose()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Work(int worker)
    {
        Job? last = null;
        while (true)
        {
            for (int i = 0; i < SpinsBeforeSleep && Volatile.Read(ref current) == last; i++) Thread.SpinWait(10);
            if (Volatile.Read(ref current) == last)
            {
                lock (gate)
                {
                    while (current == last && !stopping) Monitor.Wait(gate);
                }
            }

            if (Volatile.Read(ref stopping)) return;
            last = Volatile.Read(ref current);
            last?.Run(worker);
        }
    }

    private sealed class Job(int count, Action<int, int> body)
    {
        private int next = -1;
        private int done;

        public Exception? Failure { get; private set; }

        public bool Finished => Volatile.Read(ref done) == count;

        public void Run(int worker)
        {
            for (int item = Interlocked.Increment(ref next); item < count; item = Interlocked.Increment(ref next))
            {
                try
                {
                    body(item, worker);
                }
                catch (Exception e)
                {
                    Failure = e;
                }

                Interlocked.Increment(ref done);
            }
        }
    }
}
