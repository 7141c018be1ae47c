using System;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Evaluation;

/// <summary>Measures accuracy on a data set, with one classifier a thread. The counts do not depend on the number of threads.</summary>
public static class Evaluator
{
    /// <summary>Classifies <paramref name="limit"/> pictures (0: all; see <see cref="DataSet.Sample"/>) on <paramref name="threads"/> threads.</summary>
    /// <param name="source">The network.</param>
    /// <param name="data">Its classes must be those of the network, in the same order.</param>
    /// <param name="limit">Most pictures.</param>
    /// <param name="threads">1 or more.</param>
    /// <param name="progress">Called from any thread after each picture.</param>
    /// <param name="cancel">Ends the evaluation early with an exception.</param>
    /// <exception cref="ConversionException">A picture is damaged, or the network has fewer outputs than the data set has classes.</exception>
    public static EvaluationResult Run(IClassifierSource source, DataSet data, int limit = 0, int threads = 1, Action? progress = null, CancellationToken cancel = default)
    {
        if (source.ClassCount < data.ClassNames.Count)
            throw new ConversionException($"the network has {source.ClassCount} outputs, but {data.Name} has {data.ClassNames.Count} classes; use the data set it was trained for");
        Work work = new(source, data, data.Sample(limit), progress, cancel);
        threads = Math.Clamp(threads, 1, Math.Max(1, work.Count));
        Thread[] others = new Thread[threads - 1];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(work.Run) { IsBackground = true };
            others[i].Start();
        }

        work.Run();
        foreach (Thread t in others) t.Join();
        return work.Result();
    }

    /// <summary>How many classes score higher than <paramref name="label"/>; of equal scores the lower index ranks higher, and what is not a number ranks last.</summary>
    public static int Rank(ReadOnlySpan<float> scores, int label)
    {
        float own = scores[label];
        int rank = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            bool higher = float.IsNaN(own) ? !float.IsNaN(scores[i]) : scores[i] > own;
            bool equal = float.IsNaN(own) ? float.IsNaN(scores[i]) : scores[i] == own;
            if (higher || equal && i < label) rank++;
        }

        return rank;
    }

    private sealed class Work(IClassifierSource source, DataSet data, int[] indices, Action? progress, CancellationToken cancel)
    {
        private int next;
        private int correct;
        private int correctTop5;
        private long ticks;
        private ExceptionDispatchInfo? failure;

        public int Count => indices.Length;

        public void Run()
        {
            try
            {
                using IClassifier classifier = source.Open();
                float[] scores = new float[source.ClassCount];
                for (int i = Interlocked.Increment(ref next) - 1; i < indices.Length && failure is null; i = Interlocked.Increment(ref next) - 1)
                {
                    cancel.ThrowIfCancellationRequested();
                    One(classifier, indices[i], scores);
                    progress?.Invoke();
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            }
        }

        public EvaluationResult Result()
        {
            failure?.Throw();
            double milliseconds = indices.Length == 0 ? 0 : ticks * 1000.0 / Stopwatch.Frequency / indices.Length;
            return new EvaluationResult(indices.Length, correct, correctTop5, milliseconds);
        }

        private void One(IClassifier classifier, int index, float[] scores)
        {
            Image image = data[index];
            long start = Stopwatch.GetTimestamp();
            classifier.Classify(image, scores);
            Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - start);
            int rank = Rank(scores, data.Label(index));
            if (rank == 0) Interlocked.Increment(ref correct);
            if (rank < 5) Interlocked.Increment(ref correctTop5);
        }
    }
}
