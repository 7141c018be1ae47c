using System;
using System.Globalization;
using System.IO;
using System.Linq;
using EdgeRuntime.Format;

namespace EdgeRuntime.NanoCost;

/// <summary>Prints a table: what an inference of each model file costs on nanoFramework's interpreter.</summary>
public static class Program
{
    /// <summary>Thumb-2 instructions the interpreter takes for an IL instruction: 51 to 59 in loops of int8, float and population-count arithmetic, measured on nanoFramework 1.x.</summary>
    private const double PerInstruction = 55;

    /// <summary>Further Thumb-2 instructions for a static call and its return.</summary>
    private const double PerCall = 670;

    private const double ClockHz = 216e6;

    /// <summary>Takes paths of model files.</summary>
    public static int Main(string[] files)
    {
        if (files.Length == 0)
        {
            Console.Error.WriteLine("no model file was given; usage: NanoCost MODEL.erm ...");
            return 1;
        }

        try
        {
            using CountingEngine engine = new(Path.Combine(AppContext.BaseDirectory, "EdgeRuntime.Nano.dll"));
            Console.WriteLine("| model | bytes | MACs | IL instructions | of them calls | IL a MAC | estimated Thumb-2 instructions | at 216 MHz | check at start |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
            foreach (string file in files) Print(engine, file);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ModelFormatException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Print(CountingEngine engine, string path)
    {
        byte[] file = File.ReadAllBytes(path);
        using Model model = Model.Load(path);
        long macs = OperationInfo.Of(model).Sum(o => o.Macs);
        (Executed start, Executed run) = engine.Count(file);
        string perMac = macs == 0 ? "" : ((double)run.Instructions / macs).ToString("F1", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {Path.GetFileName(path)} | {file.Length:N0} | {macs:N0} | {run.Instructions:N0} | {run.Calls:N0} | {perMac} | {Estimate(run) / 1e6:N0} million | {Estimate(run) / ClockHz:F2} s | {Estimate(start) / ClockHz:F2} s |"));
    }

    private static double Estimate(Executed e) => (e.Instructions * PerInstruction) + (e.Calls * PerCall);
}
