using System.Collections.Generic;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Data;

/// <summary>Image files of a folder or archive with a label each, decoded when asked for.</summary>
internal sealed class ImageTree(string name, IReadOnlyList<string> classNames, FileTree files, IReadOnlyList<(int File, int Label)> items, bool sortedByClass) : DataSet
{
    public override string Name => name;

    public override int Count => items.Count;

    public override IReadOnlyList<string> ClassNames => classNames;

    public override bool SortedByClass => sortedByClass;

    public override Image this[int index]
    {
        get
        {
            int file = items[index].File;
            return ImageFile.Decode(files.Read(file), files.Describe(file));
        }
    }

    public override int Label(int index) => items[index].Label;
}
