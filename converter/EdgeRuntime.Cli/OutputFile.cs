using System;
using System.Collections.Concurrent;
using System.IO;
using EdgeRuntime.Converter;

namespace EdgeRuntime.Cli;

/// <summary>A file that appears whole or not at all: written under a temporary name in the same folder, then moved into place.</summary>
public sealed class OutputFile : IDisposable
{
    private static readonly ConcurrentDictionary<OutputFile, bool> Open = new();

    private readonly string path;
    private readonly string temporary;
    private readonly FileStream stream;
    private bool moved;

    private OutputFile(string path, string temporary, FileStream stream)
    {
        this.path = path;
        this.temporary = temporary;
        this.stream = stream;
        Open[this] = true;
    }

    /// <summary>Reserves <paramref name="path"/>, so that a folder that is missing or read-only shows before the work is done.</summary>
    /// <exception cref="ConversionException">The file cannot be written there.</exception>
    public static OutputFile Reserve(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            if (Directory.Exists(full)) throw new ConversionException($"{path} is a folder; name a file to write");
            string folder = Path.GetDirectoryName(full)!;
            if (!Directory.Exists(folder)) throw new ConversionException($"{path} cannot be written because there is no folder {folder}; create it first");
            string temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
            return new OutputFile(full, temporary, new FileStream(temporary, FileMode.CreateNew, FileAccess.Write));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConversionException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes the whole content and puts the file into its place, over an older one.</summary>
    /// <exception cref="ConversionException">The disk is full or the file is in use.</exception>
    public void Commit(ReadOnlySpan<byte> content)
    {
        try
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            File.Move(temporary, path, overwrite: true);
            moved = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Deletes what was not put into place.</summary>
    public void Dispose()
    {
        Open.TryRemove(this, out _);
        stream.Dispose();
        if (!moved) File.Delete(temporary);
    }

    /// <summary>Deletes the temporary files of all outputs that are still being written.</summary>
    public static void AbandonAll()
    {
        foreach (OutputFile file in Open.Keys)
        {
            try
            {
                file.Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process is ending and has no better way to clean up.
            }
        }
    }
}
