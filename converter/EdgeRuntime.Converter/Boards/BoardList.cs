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
            ?? throw new ConversionException($"there is no board '{idOrPath}'; {Meant(idOrPath)}there are {string.Join(", ", All.Select(b => b.Id))}, or name a board.json file");
    }

    /// <summary>"did you mean ...? " when an id begins the same way or differs in few letters.</summary>
    private static string Meant(string id)
    {
        string[] near = [.. All.Select(b => b.Id).Where(known => known.StartsWith(id, StringComparison.OrdinalIgnoreCase) && id.Length > 2 || Distance(known, id.ToLowerInvariant()) <= Math.Max(1, id.Length / 6))];
        return near.Length == 0 ? "" : $"did you mean {string.Join(" or ", near)}? ";
    }

    /// <summary>Fewest letters to insert, delete or replace (V. Levenshtein, 1966).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
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
