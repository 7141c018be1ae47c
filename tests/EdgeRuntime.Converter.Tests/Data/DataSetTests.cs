using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Imaging;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Data;

public sealed class DataSetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-data-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static byte[] Idx(int magic, int[] shape, byte[] values)
    {
        byte[] file = new byte[4 + 4 * shape.Length + values.Length];
        BinaryPrimitives.WriteInt32BigEndian(file, magic);
        for (int i = 0; i < shape.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), shape[i]);
        values.CopyTo(file, 4 + 4 * shape.Length);
        return file;
    }

    private static byte[] Gzip(byte[] plain)
    {
        using MemoryStream to = new();
        using (GZipStream z = new(to, CompressionLevel.Optimal, true)) z.Write(plain);
        return to.ToArray();
    }

    private static byte[] TarGz(IEnumerable<(string Name, byte[] Content)> files, TarEntryFormat format = TarEntryFormat.Ustar)
    {
        using MemoryStream to = new();
        using (GZipStream z = new(to, CompressionLevel.Optimal, true))
        using (TarWriter tar = new(z, format))
        {
            foreach ((string name, byte[] content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new UstarTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(content);
                tar.WriteEntry(entry);
            }
        }

        return to.ToArray();
    }

    private static byte[] Gray(byte value) => PngWriter.Encode(new Image(1, 1, 1, [value]));

    private static string Message(string spec) => Assert.Throws<ConversionException>(() => ReadAll(spec)).Message;

    private static void ReadAll(string spec)
    {
        DataSet set = DataSetKind.OpenSpec(spec);
        for (int i = 0; i < set.Count; i++) _ = set[i];
    }

    [Theory]
    [InlineData(false, "t10k", "")]
    [InlineData(true, "t10k", "")]
    [InlineData(true, "train", "?split=train")]
    public void ReadsIdx(bool gzipped, string part, string option)
    {
        byte[] images = Idx(0x803, [2, 2, 3], [.. Enumerable.Range(0, 12).Select(i => (byte)i)]), labels = Idx(0x801, [2], [7, 9]);
        string ending = gzipped ? ".gz" : "";
        Write($"{part}-images-idx3-ubyte{ending}", gzipped ? Gzip(images) : images);
        Write($"{part}-labels-idx1-ubyte{ending}", gzipped ? Gzip(labels) : labels);
        DataSet set = DataSetKind.OpenSpec($"mnist:{folder}{option}");
        Assert.Equal(2, set.Count);
        Assert.Equal((3, 2, 1), (set[1].Width, set[1].Height, set[1].Channels));
        Assert.Equal(new byte[] { 6, 7, 8, 9, 10, 11 }, set[1].Pixels);
        Assert.Equal((7, 9), (set.Label(0), set.Label(1)));
        Assert.Equal("9", set.ClassNames[set.Label(1)]);
        Assert.Contains("has no file", Message($"fashion-mnist:{folder}{(option == "" ? "?split=train" : "")}"));
    }

    [Fact]
    public void RefusesDamagedIdx()
    {
        byte[] labels = Idx(0x801, [2], [1, 2]);
        (byte[] Images, byte[] Labels, string Expected)[] cases =
        [
            (Idx(0x801, [2], [1, 2]), labels, "begins with 0x00000801"),
            (Idx(0x803, [3, 1, 1], [1, 2, 3]), labels, "holds 3 images"),
            (Idx(0x803, [2, 2, 2], [1, 2, 3]), labels, "only 3 follow"),
            (Gzip(Idx(0x803, [2, 2, 2], [1, 2, 3])), labels, "only 3 follow"),
            (Idx(0x803, [20, 2, 2], [1, 2, 3]), labels, "cannot hold"),
            (Idx(0x803, [2, 1, 1], [1, 2, 3]), labels, "more follow"),
            (Idx(0x803, [int.MaxValue, int.MaxValue, int.MaxValue], []), labels, "cannot hold"),
            (Idx(0x803, [2, 1, 1], [1, 2]), Idx(0x801, [2], [1, 10]), "the label 10"),
            ([0, 0], labels, "has 2 bytes"),
            ([0, 0, 8, 3, 0], labels, "ends within"),
        ];
        foreach ((byte[] images, byte[] labelFile, string expected) in cases)
        {
            Write("t10k-images-idx3-ubyte", images);
            Write("t10k-labels-idx1-ubyte", labelFile);
            Assert.Contains(expected, Message("mnist:" + folder));
        }
    }

    [Theory]
    [InlineData("mnist", "names no path")]
    [InlineData("mnist:", "names no path")]
    [InlineData("imagenet:x", "names no data set")]
    [InlineData("mnist:x?split=valid", "there are test and train")]
    [InlineData("mnist:x?roi=true", "unknown option \"roi\"")]
    [InlineData("gtsrb:x?roi=1", "roi=true or roi=false")]
    [InlineData("mnist:/no/such/folder", "there is no folder")]
    [InlineData("folder:/no/such/folder", "there is no folder")]
    [InlineData("cifar10:/no/such.tar.gz", "there is no folder")]
    public void RefusesWhatItDoesNotUnderstand(string spec, string expected) => Assert.Contains(expected, Message(spec));

    [Fact]
    public void SplitsSpecifications()
    {
        DataSetSpec spec = DataSetSpec.Parse(@"gtsrb:C:\signs?roi=true&split=train");
        Assert.Equal(("gtsrb", @"C:\signs", Split.Train), (spec.Kind.Name, spec.Path, spec.Split));
        Assert.True(spec.IsSet("roi"));
        Assert.Equal(Split.Test, DataSetSpec.Parse("mnist:x").Split);
    }

    [Fact]
    public void ReadsFoldersInOrdinalOrder()
    {
        Write("b/2.png", Gray(1));
        Write("b/10.png", Gray(2));
        Write("Z/x/1.png", Gray(3));
        Write("a/1.txt", [1]);
        Write("top.png", Gray(4));
        DataSet set = DataSetKind.OpenSpec("folder:" + folder);
        Assert.Equal(["Z", "b"], set.ClassNames);
        Assert.Equal([(0, 3), (1, 2), (1, 1)], Enumerable.Range(0, set.Count).Select(i => (set.Label(i), (int)set[i].Pixels[0])));
        Assert.Contains("no sub-folders train and test", Message("folder:" + folder + "?split=train"));
        Write("train/q/1.png", Gray(9));
        Write("test/q/1.png", Gray(8));
        Assert.Equal(9, DataSetKind.OpenSpec("folder:" + folder + "?split=train")[0].Pixels[0]);
        Assert.Equal(8, DataSetKind.OpenSpec("folder:" + folder)[0].Pixels[0]);
    }

    [Fact]
    public void RefusesEmptyFoldersAndDamagedImages()
    {
        Assert.Contains("has no images", Message("folder:" + folder));
        Write("a/1.png", [1, 2, 3, 4]);
        Assert.Contains("a/1.png begins with 01020304", Message("folder:" + folder));
    }

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void ReadsArchivesLikeFolders(TarEntryFormat format)
    {
        // Ustar splits a name of up to 255 bytes at a slash; the others have a record for it.
        string deep = string.Join('/', Enumerable.Repeat("a-rather-long-folder-name", format == TarEntryFormat.Ustar ? 3 : 12));
        (string, byte[])[] files = [($"b/{deep}/2.png", Gray(1)), ("./b/10.png", Gray(2)), ("Z/1.png", Gray(3)), ("Z/1.txt", new byte[5000])];
        string path = Write("set.tar.gz", TarGz(files, format));
        DataSet set = DataSetKind.OpenSpec("folder:" + path);
        Assert.Equal(["Z", "b"], set.ClassNames);
        Assert.Equal([(0, 3), (1, 2), (1, 1)], Enumerable.Range(0, set.Count).Select(i => (set.Label(i), (int)set[i].Pixels[0])));
    }

    [Fact]
    public void RefusesDamagedArchives()
    {
        Assert.Contains("no gzip file", Message("folder:" + Write("a.tar.gz", [1, 2, 3])));
        Assert.Contains("no tar archive", Message("folder:" + Write("b.tar.gz", Gzip(Encoding.ASCII.GetBytes(new string('x', 1024))))));
        byte[] good = TarGz([("a/1.png", Gray(1))]);
        Assert.Contains("cut short", Message("folder:" + Write("c.tar.gz", Gzip(Unzip(good)[..600]))));
        Assert.Contains("cut short", Message("folder:" + Write("d.tar.gz", Gzip([]))));
        byte[] bomb = TarGz([("a/1.png", new byte[100 << 20])]);
        Assert.Contains("unpacks to more", Message("folder:" + Write("e.tar.gz", bomb)));
        Random random = new(5);
        byte[] plain = Unzip(good);
        for (int attempt = 0; attempt < 300; attempt++)
        {
            byte[] broken = (byte[])plain.Clone();
            for (int i = 0; i < 3; i++) broken[random.Next(attempt % 2 == 0 ? 512 : broken.Length)] = (byte)random.Next(256);
            string path = Write("f.tar.gz", Gzip(broken));
            Exception? thrown = Record.Exception(() => ReadAll("folder:" + path));
            Assert.True(thrown is null or ConversionException, $"seed 5, attempt {attempt}: {thrown}");
        }
    }

    private static byte[] Unzip(byte[] gz)
    {
        using MemoryStream to = new();
        using GZipStream z = new(new MemoryStream(gz), CompressionMode.Decompress);
        z.CopyTo(to);
        return to.ToArray();
    }

    [Fact]
    public void ReadsBinaryCifar()
    {
        byte[] batch = new byte[2 * 3073];
        batch[0] = 3;
        batch[3073] = 9;
        (batch[3074], batch[3074 + 1024], batch[3074 + 2048]) = (10, 20, 30);
        Write("cifar-10-batches-bin/test_batch.bin", batch);
        Write("cifar-10-batches-bin/data_batch_1.bin", batch[..3073]);
        Write("cifar-10-batches-bin/data_batch_2.bin", batch);
        DataSet set = DataSetKind.OpenSpec("cifar10:" + folder);
        Assert.Equal((2, 3, 9, "truck"), (set.Count, set.Label(0), set.Label(1), set.ClassNames[9]));
        Assert.Equal(new byte[] { 10, 20, 30 }, set[1].Pixels[..3]);
        DataSet train = DataSetKind.OpenSpec($"cifar10:{folder}?split=train");
        Assert.Equal([3, 3, 9], Enumerable.Range(0, train.Count).Select(train.Label));
        Assert.Equal(10, train[2].Pixels[0]);
        Write("cifar-10-batches-bin/test_batch.bin", batch[..3072]);
        Assert.Contains("no whole records", Message("cifar10:" + folder));
        batch[0] = 10;
        Write("cifar-10-batches-bin/test_batch.bin", batch);
        Assert.Contains("the label 10", Message("cifar10:" + folder));
    }

    [Fact]
    public void ReadsCifarFoldersAndRefusesForeignClasses()
    {
        Write("test/airplane/0.png", Gray(1));
        Write("test/truck/0.png", Gray(2));
        DataSet set = DataSetKind.OpenSpec("cifar10:" + folder);
        Assert.Equal([0, 9], Enumerable.Range(0, set.Count).Select(set.Label));
        Assert.Contains("neither train/CLASS/", Message("cifar10:" + folder + "?split=train"));
        Write("test/zebra/0.png", Gray(2));
        Assert.Contains("test/zebra", Message("cifar10:" + folder));
    }

    [Theory]
    [InlineData("Width,Height,Roi.X1,Roi.Y1,Roi.X2,Roi.Y2,ClassId,Path\r\n2,2,1,1,1,1,42,Test/1.png\r\n")]
    [InlineData("Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\nTest/1.png;2;2;1;1;1;1;42\n")]
    public void ReadsTrafficSigns(string csv)
    {
        Write("gtsrb/Test.csv", Encoding.UTF8.GetBytes(csv));
        Write("gtsrb/Test/1.png", PngWriter.Encode(new Image(2, 2, 1, [1, 2, 3, 4])));
        DataSet set = DataSetKind.OpenSpec("gtsrb:" + folder);
        Assert.Equal((1, 42, 43, 2), (set.Count, set.Label(0), set.ClassNames.Count, set[0].Width));
        Assert.Equal(new byte[] { 4 }, DataSetKind.OpenSpec($"gtsrb:{folder}?roi=true")[0].Pixels);
    }

    [Theory]
    [InlineData("ClassId,Path\n43,Test/1.png", "ClassId 43")]
    [InlineData("ClassId,Path\n1,Test/2.png", "lists Test/2.png")]
    [InlineData("ClassId,Path\n1", "has 1 columns")]
    [InlineData("ClassId,Path\nx,Test/1.png", "\"x\" as ClassId")]
    [InlineData("A,B\n1,2", "ClassId and Path")]
    [InlineData("ClassId,Path\n", "has no list")]
    [InlineData("", "is empty")]
    public void RefusesDamagedSignLists(string csv, string expected)
    {
        Write("Test.csv", Encoding.UTF8.GetBytes(csv));
        Write("Test/1.png", Gray(1));
        Assert.Contains(expected, Message("gtsrb:" + folder));
    }

    [Fact]
    public void SamplesEvenlyWhenSortedByClass()
    {
        for (int c = 0; c < 3; c++)
        {
            for (int i = 0; i < 4; i++) Write($"{c}/{i}.png", Gray((byte)i));
        }

        DataSet set = DataSetKind.OpenSpec("folder:" + folder);
        Assert.Equal([0, 1, 2], set.Sample(3).Select(set.Label));
        Assert.Equal(12, set.Sample(0).Length);
        Assert.Equal(12, set.Sample(100).Length);
    }

    [Theory]
    [InlineData("mnist:mnist", 10000, 7)]
    [InlineData("mnist:mnist?split=train", 60000, 5)]
    [InlineData("fashion-mnist:fashion-mnist", 10000, 9)]
    [InlineData("cifar10:cifar10-jpeg.tar.gz", 10000, 0)]
    [InlineData("gtsrb:gtsrb-1000.tar.gz", 1000, 16)]
    [InlineData("gtsrb:gtsrb-1000.tar.gz?roi=true", 1000, 16)]
    [InlineData("kws:kws01.tar.gz", 1000, 7)]
    public void ReadsTheRealData(string spec, int count, int firstLabel)
    {
        int colon = spec.IndexOf(':'), query = spec.IndexOf('?');
        string path = SharedData.Require(query < 0 ? spec[(colon + 1)..] : spec[(colon + 1)..query]);
        DataSet set = DataSetKind.OpenSpec(spec[..(colon + 1)] + path + (query < 0 ? "" : spec[query..]));
        Assert.Equal((count, firstLabel), (set.Count, set.Label(0)));
        Parallel.ForEach(set.Sample(500), i => Assert.Equal(set[i].Pixels, set[i].Pixels));
    }
}
