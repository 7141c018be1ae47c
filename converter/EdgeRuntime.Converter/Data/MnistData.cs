using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EdgeRuntime.Converter.Data;

/// <summary>MNIST digits (LeCun, Cortes, Burges) and Fashion-MNIST (Xiao, Rasul, Vollgraf 2017): 60,000 training and 10,000 test pictures of 28 x 28 gray pixels in four IDX files.</summary>
public static class MnistData
{
    /// <summary>Labels of MNIST.</summary>
    public static readonly IReadOnlyList<string> Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Labels of Fashion-MNIST.</summary>
    public static readonly IReadOnlyList<string> Clothes =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    internal static readonly DataSetKind Mnist =
        new("mnist", "mnist:FOLDER[?split=train]", "handwritten digits, four IDX files, gzipped or not", s => Open(s, Digits));

    internal static readonly DataSetKind FashionMnist =
        new("fashion-mnist", "fashion-mnist:FOLDER[?split=train]", "clothes, four IDX files, gzipped or not", s => Open(s, Clothes));

    private static IdxDataSet Open(DataSetSpec spec, IReadOnlyList<string> classNames)
    {
        if (!Directory.Exists(spec.Path)) throw new ConversionException($"there is no folder {spec.Path} with the IDX files of {spec.Kind.Name}");
        string part = spec.Split == Split.Train ? "train" : "t10k";
        return IdxDataSet.Read($"{spec.Kind.Name} {(spec.Split == Split.Train ? "train" : "test")}", classNames,
            Find(spec.Path, $"{part}-images", "idx3-ubyte"), Find(spec.Path, $"{part}-labels", "idx1-ubyte"));
    }

    private static string Find(string folder, string stem, string kind)
    {
        string[] names = [$"{stem}-{kind}", $"{stem}-{kind}.gz", $"{stem}.{kind}", $"{stem}.{kind}.gz"];
        string? name = names.FirstOrDefault(n => File.Exists(Path.Combine(folder, n)));
        return name is null
            ? throw new ConversionException($"{folder} has no file {names[0]} or {names[1]}")
            : Path.Combine(folder, name);
    }
}
