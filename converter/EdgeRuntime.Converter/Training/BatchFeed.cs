using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Training.Augmentation;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training;

/// <summary>Decides which samples are trained on, in which order and how changed; everything follows from the seed.</summary>
internal sealed unsafe class BatchFeed
{
    private readonly SampleSet data;
    private readonly SampleSet? unlabelled;
    private readonly IReadOnlyList<PictureChange> changes;
    private readonly ulong seed;
    private readonly int batch;
    private readonly int[] training;
    private int[] order = [];
    private int orderedEpoch = -1;

    public BatchFeed(TrainRequest request)
    {
        (data, unlabelled, changes, seed, batch) = (request.Data, request.Unlabelled, request.Augmentation, request.Seed, request.Batch);
        int held = request.Validation >= 0 ? request.Validation : data.Count >= 25000 ? 5000 : data.Count / 10;
        if (held >= data.Count) throw new ConversionException($"{held} samples were to be held out, but there are {data.Count}");
        int[] all = [.. Enumerable.Range(0, data.Count)];
        CounterRandom.Derive(0, 2).Shuffle(all);
        Validation = [.. all[..held].Order()];

        // Unlabelled samples follow the labelled ones in the numbering.
        training = [.. all[held..].Order(), .. Enumerable.Range(data.Count, unlabelled?.Count ?? 0)];
        Steps = (training.Length + batch - 1) / batch;
        Labels = new int[batch];
    }

    /// <summary>Held-out samples; the same for every seed.</summary>
    public int[] Validation { get; }

    /// <summary>Updates of one epoch.</summary>
    public int Steps { get; }

    /// <summary>Samples of one epoch.</summary>
    public int Count => training.Length;

    /// <summary>Labels of the samples last put into the network.</summary>
    public int[] Labels { get; }

    /// <summary>Puts the samples of an update into the input and returns how many there are.</summary>
    public int Fill(int epoch, int step, BatchTensor input, WorkerPool pool)
    {
        if (orderedEpoch != epoch)
        {
            order = [.. training];
            CounterRandom.Derive(seed, 3, (ulong)epoch).Shuffle(order);
            orderedEpoch = epoch;
        }

        int begin = step * batch, count = Math.Min(batch, order.Length - begin);
        pool.Ranges(count, Math.Max(1, batch / 16), (from, to) =>
        {
            float[] pixels = new float[data.Input.Length], changed = new float[changes.Count == 0 ? 0 : pixels.Length];
            for (int i = from; i < to; i++)
            {
                int sample = order[begin + i];
                CounterRandom random = CounterRandom.Derive(seed, 4, (ulong)epoch, (ulong)sample);
                Put(sample, i, input, ref pixels, ref changed, ref random);
            }
        });
        return count;
    }

    /// <summary>Puts held-out samples, unchanged, into the input.</summary>
    public static void Fill(SampleSet data, ReadOnlySpan<int> samples, BatchTensor input, Span<int> labels)
    {
        float[] pixels = new float[data.Input.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            data.Pixels(samples[i], pixels);
            data.Normalise(pixels, new Span<float>(input.Sample(i), input.Length));
            labels[i] = data.Label(samples[i]);
        }
    }

    private void Put(int sample, int slot, BatchTensor input, ref float[] pixels, ref float[] changed, ref CounterRandom random)
    {
        SampleSet set = sample < data.Count ? data : unlabelled!;
        int index = sample < data.Count ? sample : sample - data.Count;
        set.Pixels(index, pixels);
        foreach (PictureChange change in changes)
        {
            change.Apply(pixels, changed, data.Input.Height, data.Input.Width, data.Input.Channels, ref random);
            (pixels, changed) = (changed, pixels);
        }

        set.Normalise(pixels, new Span<float>(input.Sample(slot), input.Length));
        Labels[slot] = set.Label(index);
    }
}
