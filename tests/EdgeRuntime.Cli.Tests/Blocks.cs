using System;
using System.IO;
using System.Linq;

namespace EdgeRuntime.Cli.Tests;

/// <summary>Pictures whose class is the position of a bright block, in the four files of Fashion-MNIST.</summary>
internal static class Blocks
{
    private const int Pictures = 120, Side = 28;

    /// <summary>Writes training and test pictures and returns how a command line names them.</summary>
    public static string Write(Workspace w)
    {
        Random random = new(5);
        foreach (string part in (string[])["train", "t10k"])
        {
            byte[] images = [0, 0, 8, 3, 0, 0, 0, Pictures, 0, 0, 0, Side, 0, 0, 0, Side, .. new byte[Pictures * Side * Side]];
            byte[] labels = [0, 0, 8, 1, 0, 0, 0, Pictures, .. Enumerable.Range(0, Pictures).Select(i => (byte)(i % 10))];
            for (int i = 0; i < Pictures; i++)
            {
                for (int p = 0; p < Side * Side; p++)
                    images[16 + i * Side * Side + p] = (byte)(random.Next(80) + (p / Side * 10 / Side == i % 10 ? 150 : 0));
            }

            w.Write($"{part}-images-idx3-ubyte", images);
            w.Write($"{part}-labels-idx1-ubyte", labels);
        }

        return "fashion-mnist:" + Path.GetDirectoryName(w.At("x"));
    }
}
