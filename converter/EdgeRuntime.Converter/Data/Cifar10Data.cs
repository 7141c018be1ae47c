using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Data;

/// <summary>CIFAR-10 (Krizhevsky 2009), 50,000 training and 10,000 test pictures of 32 x 32 pixels: the binary version (data_batch_1..5.bin, test_batch.bin) or class folders (train|test/CLASS/*.jpg).</summary>
public static class Cifar10Data
{
    /// <summary>Labels.</summary>
    public static readonly IReadOnlyList<string> Classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    internal static readonly DataSetKind Kind =
        new("cifar10", "cifar10:FOLDER|FILE.tar.gz[?split=train]", "the binary version, or train|test/CLASS/ folders of images", Open);

    private static DataSet Open(DataSetSpec spec)
    {
        bool train = spec.Split == Split.Train;
        string split = train ? "train" : "test";
        string batch = train ? "data_batch_" : "test_batch";
        FileTree files = FileTree.Open(spec.Path, n => IsBatch(n, batch) || InSplit(n, split) >= 0 && ImageFile.IsImageName(n));
        int[] batches = [.. Enumerable.Range(0, files.Names.Count).Where(i => IsBatch(files.Names[i], batch))];
        if (batches.Length > 0) return new Cifar10Binary("cifar10 " + split, files, batches);
        if (files.Names.Count == 0)
            throw new ConversionException($"{spec.Path} has neither {split}/CLASS/ folders of images nor {batch}{(train ? "1" : "")}.bin");
        int end = InSplit(files.Names[0], split);
        return FolderData.Labelled("cifar10 " + split, files, files.Names[0][..end], Classes, spec.Path);
    }

    private static bool IsBatch(string name, string batch)
        => name[(name.LastIndexOf('/') + 1)..].StartsWith(batch, StringComparison.Ordinal) && name.EndsWith(".bin", StringComparison.Ordinal);

    // Where the part after "test/" or "train/" begins, at the top or one folder down; -1 elsewhere.
    private static int InSplit(string name, string split)
    {
        if (name.StartsWith(split + "/", StringComparison.Ordinal)) return split.Length + 1;
        int slash = name.IndexOf('/');
        return slash > 0 && name.AsSpan(slash + 1).StartsWith(split + "/", StringComparison.Ordinal) ? slash + split.Length + 2 : -1;
    }
}

/// <summary>The binary version: records of a label byte and 3 x 1,024 bytes, red plane first.</summary>
internal sealed class Cifar10Binary : DataSet
{
    private const int Side = 32;
    private const int Plane = Side * Side;
    private const int Record = 1 + 3 * Plane;

    private readonly List<byte[]> batches = [];
    private readonly List<int> starts = [];

    public Cifar10Binary(string name, FileTree files, int[] indices)
    {
        Name = name;
        int count = 0;
        foreach (int index in indices)
        {
            byte[] content = files.Read(index).ToArray();
            if (content.Length == 0 || content.Length % Record != 0)
                throw new ConversionException($"{files.Describe(index)} has {content.Length} bytes, which are no whole records of {Record}: it is cut short or of another kind");
            for (int i = 0; i < content.Length; i += Record)
            {
                if (content[i] >= Cifar10Data.Classes.Count)
                    throw new ConversionException($"{files.Describe(index)} has the label {content[i]} at byte {i}; there are 0 to {Cifar10Data.Classes.Count - 1}");
            }

            batches.Add(content);
            starts.Add(count);
            count += content.Length / Record;
        }

        Count = count;
    }

    public override string Name { get; }

    public override int Count { get; }

    public override IReadOnlyList<string> ClassNames => Cifar10Data.Classes;

    public override Image this[int index]
    {
        get
        {
            ReadOnlySpan<byte> planes = At(index)[1..];
            byte[] pixels = new byte[3 * Plane];
            for (int i = 0; i < Plane; i++)
            {
                for (int c = 0; c < 3; c++) pixels[3 * i + c] = planes[c * Plane + i];
            }

            return new Image(Side, Side, 3, pixels);
        }
    }

    public override int Label(int index) => At(index)[0];

    private ReadOnlySpan<byte> At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int batch = starts.FindLastIndex(s => s <= index);
        return batches[batch].AsSpan((index - starts[batch]) * Record, Record);
    }
}
