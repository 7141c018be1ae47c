using System;
using System.Runtime.InteropServices;
using System.Threading;

using EdgeRuntime.Run;

using CancellationTokenSource stopping = new();

void Stop(PosixSignalContext context)
{
    // The loop ends by itself, so that pins are switched off and released.
    context.Cancel = true;
    stopping.Cancel();
}

using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using BoardHardware hardware = new();
return CommandLine.Run(args, hardware, Console.Out, Console.Error, stopping.Token);
