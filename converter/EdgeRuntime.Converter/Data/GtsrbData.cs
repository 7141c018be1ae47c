using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Data;

/// <summary>German Traffic Sign Recognition Benchmark (Stallkamp et al. 2011), 43 classes, pictures of several sizes listed in CSV files with their region of interest.</summary>
/// <remarks>The test part is Test.csv or GT-final_test.csv; the training part is Train.csv or the GT-*.csv of each class folder. Whole pictures, unless roi=true.</remarks>
public static class GtsrbData
{
    /// <summary>Labels.</summary>
    public static readonly IReadOnlyList<string> Signs =
    [
        "limit 20", "limit 30", "limit 50", "limit 60", "limit 70", "limit 80", "end of limit 80", "limit 100", "limit 120", "no overtaking",
        "no overtaking by lorries", "right of way at crossing", "priority road", "give way", "stop", "no vehicles", "no lorries", "no entry", "danger",
        "bend left", "bend right", "double bend", "uneven road", "slippery road", "road narrows", "road works", "traffic lights", "pedestrians",
        "children", "bicycles", "snow or ice", "wild animals", "end of limits", "turn right", "turn left", "ahead only", "ahead or right",
        "ahead or left", "keep right", "keep left", "roundabout", "end of no overtaking", "end of no overtaking by lorries",
    ];

    internal static readonly DataSetKind Kind =
        new("gtsrb", "gtsrb:FOLDER|FILE.tar.gz[?split=train&roi=true]", "traffic signs listed in Test.csv", Open) { Switches = ["roi"] };

    private static GtsrbSet Open(DataSetSpec spec)
    {
        bool train = spec.Split == Split.Train;
        FileTree files = FileTree.Open(spec.Path, n => IsList(n, train) || ImageFile.IsImageName(n));
        List<GtsrbItem> items = [];
        for (int i = 0; i < files.Names.Count; i++)
        {
            if (IsList(files.Names[i], train)) ReadList(files, i, items);
        }

        if (items.Count == 0)
            throw new ConversionException($"{spec.Path} has no list {(train ? "Train.csv or GT-*.csv" : "Test.csv or GT-final_test.csv")} with pictures in it");
        return new GtsrbSet("gtsrb " + (train ? "train" : "test"), files, items, spec.IsSet("roi"), train);
    }

    private static bool IsList(string name, bool train)
    {
        string file = name[(name.LastIndexOf('/') + 1)..];
        bool test = file is "Test.csv" or "GT-final_test.csv";
        return train ? !test && (file == "Train.csv" || file.StartsWith("GT-", StringComparison.Ordinal) && file.EndsWith(".csv", StringComparison.Ordinal)) : test;
    }

    private static void ReadList(FileTree files, int list, List<GtsrbItem> items)
    {
        string[] lines = Encoding.UTF8.GetString(files.Read(list)).TrimStart('\ufeff').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) throw new ConversionException($"{files.Describe(list)} is empty; a header line was expected");
        char separator = lines[0].Contains(';') ? ';' : ',';
        string[] header = lines[0].Split(separator, StringSplitOptions.TrimEntries);
        int path = Array.FindIndex(header, h => h is "Path" or "Filename"), classId = Array.IndexOf(header, "ClassId");
        if (path < 0 || classId < 0)
            throw new ConversionException($"{files.Describe(list)} has the columns {string.Join(", ", header.Take(12))}; ClassId and Path (or Filename) are needed");
        int[] roi = [.. new[] { "Roi.X1", "Roi.Y1", "Roi.X2", "Roi.Y2" }.Select(n => Array.IndexOf(header, n))];
        string folder = files.Names[list][..(files.Names[list].LastIndexOf('/') + 1)];
        for (int line = 1; line < lines.Length; line++)
        {
            string[] cells = lines[line].Split(separator, StringSplitOptions.TrimEntries);
            string where = $"{files.Describe(list)} line {line + 1}";
            if (cells.Length != header.Length) throw new ConversionException($"{where} has {cells.Length} columns, but the header {header.Length}");
            int label = Number(cells[classId], "ClassId", where);
            if (label >= Signs.Count) throw new ConversionException($"{where} has ClassId {label}; there are 0 to {Signs.Count - 1}");
            int file = files.IndexOf(folder + cells[path]);
            if (file < 0) throw new ConversionException($"{where} lists {cells[path]}, which is not in {files.Origin}/{folder}");
            int[] box = roi.Any(r => r < 0) ? [] : [.. roi.Select(r => Number(cells[r], header[r], where))];
            items.Add(new GtsrbItem(file, label, box, where));
        }
    }

    private static int Number(string cell, string column, string where)
        => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new ConversionException($"{where} has \"{cell[..Math.Min(20, cell.Length)]}\" as {column}; a number from 0 up was expected");
}

/// <summary>A line of the list; the region of interest is left, top, right, bottom (inclusive), or empty.</summary>
internal sealed record GtsrbItem(int File, int Label, int[] Roi, string Where);

internal sealed class GtsrbSet(string name, FileTree files, List<GtsrbItem> items, bool useRoi, bool sortedByClass) : DataSet
{
    public override string Name => name;

    public override int Count => items.Count;

    public override IReadOnlyList<string> ClassNames => GtsrbData.Signs;

    public override bool SortedByClass => sortedByClass;

    public override Image this[int index]
    {
        get
        {
            GtsrbItem item = items[index];
            Image image = ImageFile.Decode(files.Read(item.File), files.Describe(item.File));
            if (!useRoi) return image;
            if (item.Roi.Length == 0) throw new ConversionException($"{item.Where} has no region of interest (Roi.X1 to Roi.Y2); leave out roi=true");
            (int left, int top, int right, int bottom) = (item.Roi[0], item.Roi[1], item.Roi[2], item.Roi[3]);
            if (left > right || top > bottom || right >= image.Width || bottom >= image.Height)
                throw new ConversionException($"{item.Where} has the region ({left}, {top}) to ({right}, {bottom}), outside its picture of {image.Width} x {image.Height}");
            return image.Crop(left, top, right - left + 1, bottom - top + 1);
        }
    }

    public override int Label(int index) => items[index].Label;
}
