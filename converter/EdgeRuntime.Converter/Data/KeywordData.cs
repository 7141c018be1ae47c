using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Data;

/// <summary>Keyword-spotting inputs of MLPerf Tiny: 49 x 10 int8 MFCC features a file, listed in y_labels.csv (file, classes, class).</summary>
/// <remarks>A picture's pixel is feature + 128, so an int8 network with zero point z and scale s reads (pixel * s - (128 + z) * s).</remarks>
public static class KeywordData
{
    private const int Frames = 49;
    private const int Features = 10;

    /// <summary>Labels.</summary>
    public static readonly IReadOnlyList<string> Words = ["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes", "silence", "unknown"];

    internal static readonly DataSetKind Kind = new("kws", "kws:FOLDER|FILE.tar.gz", "49 x 10 int8 MFCC features listed in y_labels.csv", Open);

    private static KeywordSet Open(DataSetSpec spec)
    {
        if (spec.Split == Split.Train) throw new ConversionException($"{spec.Text} has no training part; leave out split=train");
        FileTree files = FileTree.Open(spec.Path, n => n.EndsWith(".bin", StringComparison.Ordinal) || n.EndsWith("y_labels.csv", StringComparison.Ordinal));
        List<(int File, int Label)> items = [];
        for (int i = 0; i < files.Names.Count; i++)
        {
            if (files.Names[i].EndsWith("y_labels.csv", StringComparison.Ordinal)) ReadList(files, i, items);
        }

        return items.Count > 0 ? new KeywordSet(files, items) : throw new ConversionException($"{spec.Path} has no list y_labels.csv with inputs in it");
    }

    private static void ReadList(FileTree files, int list, List<(int File, int Label)> items)
    {
        string folder = files.Names[list][..(files.Names[list].LastIndexOf('/') + 1)];
        string[] lines = Encoding.UTF8.GetString(files.Read(list)).Split('\n', StringSplitOptions.TrimEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) continue;
            string[] cells = lines[i].Split(',', StringSplitOptions.TrimEntries);
            string where = $"{files.Describe(list)} line {i + 1}";
            if (cells.Length != 3 || !int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out int label) || label >= Words.Count)
                throw new ConversionException($"{where} is not FILE,{Words.Count},CLASS with a class from 0 to {Words.Count - 1}");
            int file = files.IndexOf(folder + cells[0]);
            if (file < 0) throw new ConversionException($"{where} lists {cells[0]}, which is not in {files.Origin}/{folder}");
            items.Add((file, label));
        }
    }

    private sealed class KeywordSet(FileTree files, List<(int File, int Label)> items) : DataSet
    {
        public override string Name => "kws test";

        public override int Count => items.Count;

        public override IReadOnlyList<string> ClassNames => Words;

        public override Image this[int index]
        {
            get
            {
                ReadOnlySpan<byte> features = files.Read(items[index].File);
                if (features.Length != Frames * Features)
                    throw new ConversionException($"{files.Describe(items[index].File)} has {features.Length} bytes; {Frames} x {Features} features were expected");
                byte[] pixels = new byte[Frames * Features];
                for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(features[i] ^ 0x80);
                return new Image(Features, Frames, 1, pixels);
            }
        }

        public override int Label(int index) => items[index].Label;
    }
}
