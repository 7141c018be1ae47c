using System;

namespace EdgeRuntime.Converter.Data;

/// <summary>One kind of data set: its name before the colon, how it is written, and how it is opened.</summary>
public sealed record DataSetKind(string Name, string Syntax, string Summary, Func<DataSetSpec, DataSet> Open)
{
    /// <summary>Every kind, one line each.</summary>
    public static readonly DataSetKind[] All =
    [
        MnistData.Mnist,
        MnistData.FashionMnist,
        Cifar10Data.Kind,
        GtsrbData.Kind,
        KeywordData.Kind,
        FolderData.Kind,
    ];

    /// <summary>Options besides split, each true or false.</summary>
    public string[] Switches { get; init; } = [];

    /// <summary>Opens the data set that <paramref name="text"/> (KIND:PATH[?split=train]) names.</summary>
    /// <exception cref="ConversionException">The text, a file or the combination of files is wrong.</exception>
    public static DataSet OpenSpec(string text) => OpenSpec(DataSetSpec.Parse(text));

    /// <summary>Opens the data set of a specification.</summary>
    /// <exception cref="ConversionException">A file or the combination of files is wrong.</exception>
    public static DataSet OpenSpec(DataSetSpec spec) => spec.Kind.Open(spec);
}
