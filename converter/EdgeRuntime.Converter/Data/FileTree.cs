using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EdgeRuntime.Converter.Data;

/// <summary>The files of a folder or of a .tar.gz archive, by their relative names with '/', in ordinal order. Reading is thread-safe.</summary>
public abstract class FileTree
{
    private const int MaxDepth = 8;

    private readonly string[] names;

    private protected FileTree(string origin, string[] names)
    {
        Origin = origin;
        this.names = names;
    }

    /// <summary>Path of the folder or archive, for messages.</summary>
    public string Origin { get; }

    /// <summary>Names of the files.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Opens the folder or archive at <paramref name="path"/> and keeps the files whose name <paramref name="wanted"/> accepts.</summary>
    /// <exception cref="ConversionException">There is nothing there, or the archive is damaged.</exception>
    public static FileTree Open(string path, Func<string, bool> wanted)
    {
        try
        {
            if (Directory.Exists(path)) return Folder.List(path, wanted);
            if (File.Exists(path)) return Archive.Load(path, wanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"{path} cannot be read: {e.Message}", e);
        }

        throw new ConversionException($"there is no folder or .tar.gz file {path}");
    }

    /// <summary>Content of file <paramref name="index"/> of <see cref="Names"/>.</summary>
    public abstract ReadOnlySpan<byte> Read(int index);

    /// <summary>What messages call file <paramref name="index"/>.</summary>
    public string Describe(int index) => Origin + "/" + names[index];

    /// <summary>Position of <paramref name="name"/> in <see cref="Names"/>, or -1.</summary>
    public int IndexOf(string name) => Math.Max(-1, Array.BinarySearch(names, name, StringComparer.Ordinal));

    private sealed class Folder(string path, string[] names) : FileTree(path, names)
    {
        public static Folder List(string path, Func<string, bool> wanted)
        {
            // The depth limit ends links that lead back up.
            EnumerationOptions options = new() { RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth, IgnoreInaccessible = true };
            string[] names = [.. Directory.EnumerateFiles(path, "*", options)
                .Select(f => Path.GetRelativePath(path, f).Replace('\\', '/')).Where(wanted).Order(StringComparer.Ordinal)];
            return new Folder(path, names);
        }

        public override ReadOnlySpan<byte> Read(int index)
        {
            string file = Path.Combine(Origin, Names[index]);
            try
            {
                long length = new FileInfo(file).Length;
                if (length > TarGzip.MaxFile)
                    throw new ConversionException($"{file} is {length} bytes long; data set files of up to {TarGzip.MaxFile} bytes are read");
                return File.ReadAllBytes(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ConversionException($"{file} cannot be read: {e.Message}", e);
            }
        }
    }

    private sealed class Archive(string path, string[] names, byte[][] contents) : FileTree(path, names)
    {
        public static Archive Load(string path, Func<string, bool> wanted)
        {
            SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
            using FileStream stream = File.OpenRead(path);
            foreach ((string name, byte[] content) in TarGzip.Read(stream, path, wanted)) files[name] = content;
            return new Archive(path, [.. files.Keys], [.. files.Values]);
        }

        public override ReadOnlySpan<byte> Read(int index) => contents[index];
    }
}
