using System;
using System.Globalization;
using EdgeRuntime.Converter.Training;

namespace EdgeRuntime.Cli;

/// <summary>Shows how a training goes: a bar that is redrawn when somebody watches, one line an epoch otherwise.</summary>
public sealed class TrainDisplay(Terminal terminal) : IDisposable
{
    private const int Cells = 24;

    private bool drawn;

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
            int full = (int)(progress.Part * Cells);
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture,
                $"\r{new string('█', full)}{new string('░', Cells - full)} epoch {progress.Epoch}/{progress.Epochs}  loss {progress.Loss:0.000}  accuracy {100 * progress.Accuracy:0.0} %  {progress.Left:h\\:mm\\:ss} left  "));
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

    private void Erase()
    {
        if (drawn) terminal.Error.Write("\r" + new string(' ', 100) + "\r");
        drawn = false;
    }
}
