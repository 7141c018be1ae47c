using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace EdgeRuntime.Converter.Boards;

/// <summary>The boards that the program knows: every folder of boards/ at the time it was built.</summary>
public static class BoardList
{
    private const string Prefix = "EdgeRuntime.Converter.Boards.";

    private static readonly Lazy<Board[]> Known = new(Load);

    /// <summary>Every board, by id.</summary>
    public static IReadOnlyList<Board> All => Known.Value;

    /// <summary>The board of an id, or of a board.json file.</summary>
    /// <exception cref="ConversionException">There is no such board, or the file is wrong.</exception>
    public static Board Find(string idOrPath)
    {
        if (idOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return BoardFile.Read(idOrPath);
        return All.FirstOrDefault(b => b.Id == idOrPath)
            ?? throw new ConversionException($"there is no board '{idOrPath}'; there are {string.Join(", ", All.Select(b => b.Id))}, or name a board.json file");
    }

    private static Board[] Load()
    {
        Assembly assembly = typeof(BoardList).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

        Board Read(string name)
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return BoardFile.Parse(bytes, name[Prefix.Length..]);
        }
    }
}
