using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Imaging;
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
    private readonly NetworkInput teacherInput;
    private readonly int[] training;
    private int[] order = [];
    private int orderedEpoch = -1;

    public BatchFeed(TrainRequest request)
    {
        (data, unlabelled, changes, seed, batch) = (request.Data, request.Unlabelled, request.Augmentation, request.Seed, request.Batch);
        teacherInput = request.TeacherInput ?? data.Input;
        (int[] labelled, Validation) = Split(data.Count, request.HeldOut);

        // Unlabelled samples follow the labelled ones in the numbering.
        training = [.. labelled, .. Enumerable.Range(data.Count, unlabelled?.Count ?? 0)];
        Steps = request.UpdatesAnEpoch;
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

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 as those to train on and those held out, the same every time.</summary>
    public static (int[] Training, int[] Held) Split(int count, int held)
    {
        if (held >= count) throw new ConversionException($"{held} samples were to be held out, but there are {count}");
        int[] all = [.. Enumerable.Range(0, count)];
        CounterRandom.Derive(0, 2).Shuffle(all);
        return ([.. all[held..].Order()], [.. all[..held].Order()]);
    }

    /// <summary>Puts the samples of an update into the input, and into the teacher's if there is one, and returns how many there are.</summary>
    public int Fill(int epoch, int step, BatchTensor input, BatchTensor? teacher, WorkerPool pool)
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
                Put(sample, i, input, teacher, ref pixels, ref changed, ref random);
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

    private void Put(int sample, int slot, BatchTensor input, BatchTensor? teacher, ref float[] pixels, ref float[] changed, ref CounterRandom random)
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
        if (teacher is not null) SampleSet.Normalise(teacherInput, pixels, new Span<float>(teacher.Sample(slot), teacher.Length));
        Labels[slot] = set.Label(index);
    }
}
