using System;
using System.Collections.Generic;
using System.IO;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Data;

/// <summary>Gray pictures and labels from a pair of IDX files, held in memory.</summary>
public sealed class IdxDataSet : DataSet
{
    private readonly IdxFile images;
    private readonly byte[] labels;

    private IdxDataSet(string name, IReadOnlyList<string> classNames, IdxFile images, string imagesName, IdxFile labels, string labelsName)
    {
        if (images.Shape[0] != labels.Shape[0])
            throw new ConversionException($"{imagesName} holds {images.Shape[0]} images, but {labelsName} {labels.Shape[0]} labels: they do not belong together");
        if ((long)images.Shape[1] * images.Shape[2] > Image.MaxPixels)
            throw new ConversionException($"{imagesName} holds pictures of {images.Shape[2]} x {images.Shape[1]} pixels, more than the {Image.MaxPixels} that are read");
        int wrong = labels.Values.AsSpan().IndexOfAnyInRange((byte)classNames.Count, byte.MaxValue);
        if (wrong >= 0 && classNames.Count <= byte.MaxValue)
            throw new ConversionException($"{labelsName} gives picture {wrong} the label {labels.Values[wrong]}; there are 0 to {classNames.Count - 1}");
        Name = name;
        ClassNames = classNames;
        this.images = images;
        this.labels = labels.Values;
    }

    public override string Name { get; }

    public override int Count => labels.Length;

    public override IReadOnlyList<string> ClassNames { get; }

    public override Image this[int index]
    {
        get
        {
            int height = images.Shape[1], width = images.Shape[2];
            return new Image(width, height, 1, images.Values.AsSpan(index * height * width, height * width).ToArray());
        }
    }

    /// <summary>Reads the two files at <paramref name="imagesPath"/> (0x803) and <paramref name="labelsPath"/> (0x801).</summary>
    /// <exception cref="ConversionException">A file is missing or damaged, or they do not belong together.</exception>
    public static IdxDataSet Read(string name, IReadOnlyList<string> classNames, string imagesPath, string labelsPath)
        => new(name, classNames, IdxFile.Read(imagesPath, 3), imagesPath, IdxFile.Read(labelsPath, 1), labelsPath);

    /// <summary>Reads two seekable streams.</summary>
    /// <exception cref="ConversionException">A stream is damaged, or they do not belong together.</exception>
    public static IdxDataSet Read(string name, IReadOnlyList<string> classNames, Stream images, Stream labels)
        => new(name, classNames, IdxFile.Read(images, 3, name + " images"), name + " images", IdxFile.Read(labels, 1, name + " labels"), name + " labels");

    public override int Label(int index) => labels[index];
}
