using System.Collections.Generic;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Data;

/// <summary>Which part of a data set: the one to train on, or the one that is never trained on.</summary>
public enum Split
{
    Test,
    Train,
}

/// <summary>Labelled pictures in a fixed order. Reading is thread-safe.</summary>
public abstract class DataSet
{
    /// <summary>Name for messages and reports, such as "mnist test".</summary>
    public abstract string Name { get; }

    /// <summary>Number of pictures.</summary>
    public abstract int Count { get; }

    /// <summary>Names of the classes, by label.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether pictures of one class lie together, so that the first few are no fair sample.</summary>
    public virtual bool SortedByClass => false;

    /// <summary>Picture <paramref name="index"/>.</summary>
    /// <exception cref="ConversionException">Its file is damaged.</exception>
    public abstract Image this[int index] { get; }

    /// <summary>Class of picture <paramref name="index"/>: 0 to ClassNames.Count - 1.</summary>
    public abstract int Label(int index);

    /// <summary>Indices of <paramref name="limit"/> pictures, all when it is 0 or more than there are: the first ones, or evenly spread ones when sorted by class.</summary>
    public int[] Sample(int limit)
    {
        int count = limit <= 0 || limit > Count ? Count : limit;
        int[] indices = new int[count];
        for (int i = 0; i < count; i++)
            indices[i] = SortedByClass ? (int)((long)i * Count / count) : i;
        return indices;
    }
}
