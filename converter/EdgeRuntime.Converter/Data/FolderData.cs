using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Data;

/// <summary>A sub-folder of images for each class; classes and files in ordinal order of their names. When the folder is divided into test and train, the split chooses.</summary>
public static class FolderData
{
    internal static readonly DataSetKind Kind =
        new("folder", "folder:FOLDER|FILE.tar.gz[?split=train]", "one sub-folder of PNG, JPEG, BMP or PPM files a class", Open);

    private static ImageTree Open(DataSetSpec spec)
    {
        FileTree files = FileTree.Open(spec.Path, ImageFile.IsImageName);
        string split = spec.Split == Split.Train ? "train" : "test";
        bool divided = files.Names.Any(n => n.StartsWith("test/", StringComparison.Ordinal)) && files.Names.Any(n => n.StartsWith("train/", StringComparison.Ordinal));
        if (!divided && spec.Split == Split.Train && !files.Names.All(n => n.StartsWith("train/", StringComparison.Ordinal)))
            throw new ConversionException($"{spec.Path} has no sub-folders train and test to choose split=train from; name the folder itself without it");
        string prefix = divided ? split + "/" : "";
        return Labelled($"{spec.Path} {(divided ? split : "")}".TrimEnd(), files, prefix, [], spec.Path);
    }

    /// <summary>The files PREFIX CLASS/.../FILE of <paramref name="files"/>; the classes are those found when none are given.</summary>
    internal static ImageTree Labelled(string name, FileTree files, string prefix, IReadOnlyList<string> classNames, string origin)
    {
        List<(int File, string Class)> found = [];
        for (int i = 0; i < files.Names.Count; i++)
        {
            string file = files.Names[i];
            if (!file.StartsWith(prefix, StringComparison.Ordinal)) continue;
            int end = file.IndexOf('/', prefix.Length);
            if (end > 0) found.Add((i, file[prefix.Length..end]));
        }

        if (found.Count == 0) throw new ConversionException($"{origin} has no images in {prefix}CLASS/; expected one sub-folder a class, with {Endings()} files in it");
        if (classNames.Count == 0) classNames = [.. found.Select(f => f.Class).Distinct().Order(StringComparer.Ordinal)];
        SortedDictionary<string, int> labels = new(StringComparer.Ordinal);
        for (int i = 0; i < classNames.Count; i++) labels[classNames[i]] = i;
        List<(int File, int Label)> items = [];
        foreach ((int file, string className) in found)
        {
            if (!labels.TryGetValue(className, out int label))
                throw new ConversionException($"{origin} has a folder {prefix}{className}, which is none of the classes {string.Join(", ", classNames)}");
            items.Add((file, label));
        }

        return new ImageTree(name, classNames, files, items, sortedByClass: true);
    }

    private static string Endings() => string.Join(" ", ImageFile.Formats.SelectMany(f => f.Extensions));
}
