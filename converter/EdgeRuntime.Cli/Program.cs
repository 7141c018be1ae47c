using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Cli;

/// <summary>The program `edge`.</summary>
public static class Program
{
    /// <summary>Exit code after Ctrl-C or a request to terminate.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs on the console; returns 0 only on success.</summary>
    public static int Main(string[] args)
    {
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return EdgeCommand.Run(args, Terminal.OfProcess());
    }

    private static void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interruption.Request()) return;
        OutputFile.AbandonAll();
        Environment.Exit(Interrupted);
    }
}
