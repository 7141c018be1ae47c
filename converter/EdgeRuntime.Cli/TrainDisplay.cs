using System;
using System.Globalization;
using System.Threading;
using EdgeRuntime.Converter.Training;

namespace EdgeRuntime.Cli;

/// <summary>Shows how a training goes: a bar that is redrawn when somebody watches, one line an epoch otherwise.</summary>
public sealed class TrainDisplay(Terminal terminal) : IDisposable
{
    private const int Cells = 24, MillisecondsBetween = 100;

    private readonly Lock gate = new();
    private bool drawn;
    private long shown;

    /// <summary>Shows where the training stands.</summary>
    public void Show(TrainProgress progress)
    {
        if (progress.Validation is { } validation)
        {
            Erase();
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"epoch {progress.Epoch,3}/{progress.Epochs}  loss {progress.Loss:0.0000}  accuracy {100 * progress.Accuracy:0.00} %  held out {100 * validation:0.00} %  {progress.ImagesPerSecond:N0} pictures/s"));
        }
        else if (terminal.Interactive)
        {
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture,
                $"\r{Bar(progress.Part)} epoch {progress.Epoch}/{progress.Epochs}  loss {progress.Loss:0.000}  accuracy {100 * progress.Accuracy:0.0} %  {progress.Left:h\\:mm\\:ss} left  "));
            drawn = true;
        }
    }

    /// <summary>Shows what else is being done and how far it is, 0 to 1; any thread may call it.</summary>
    public void Show(string phrase, double part)
    {
        if (!terminal.Interactive) return;
        lock (gate)
        {
            if (Environment.TickCount64 - shown < MillisecondsBetween) return;
            shown = Environment.TickCount64;
            Erase();
            terminal.Error.Write($"{Bar(part)} {phrase}");
            drawn = true;
        }
    }

    /// <summary>Begins a part of the work with a line of its own.</summary>
    public void Title(string text)
    {
        Erase();
        terminal.Error.WriteLine(text);
    }

    public void Dispose() => Erase();

    private static string Bar(double part)
    {
        int full = (int)(Math.Clamp(part, 0, 1) * Cells);
        return new string('█', full) + new string('░', Cells - full);
    }

    private void Erase()
    {
        if (drawn) terminal.Error.Write("\r" + new string(' ', 100) + "\r");
        drawn = false;
    }
}
