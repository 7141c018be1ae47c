using System;
using System.IO;
using System.Threading;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeRuntime.Cli;

/// <summary>Where a command writes: results to <see cref="Out"/>, progress and errors to <see cref="Error"/>.</summary>
public sealed class Terminal
{
    private const int WidthOfFiles = 140;

    private readonly IAnsiConsole output;
    private readonly IAnsiConsole error;

    /// <summary>Writes to any pair of streams; without colours and progress bars unless <paramref name="interactive"/>.</summary>
    public Terminal(TextWriter output, TextWriter error, bool interactive)
    {
        Out = output;
        Error = error;
        Interactive = interactive;
        this.output = ConsoleOn(output, interactive);
        this.error = ConsoleOn(error, interactive);
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Everything else.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether somebody watches: progress bars and colours are drawn only then.</summary>
    public bool Interactive { get; }

    /// <summary>Columns of the output.</summary>
    public int Width => output.Profile.Width;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
        => new(Console.Out, Console.Error, !Console.IsOutputRedirected && !Console.IsErrorRedirected);

    /// <summary>Writes a table, chart or picture to the results.</summary>
    public void Write(IRenderable what) => output.Write(what);

    /// <summary>Runs <paramref name="work"/>, which calls its argument after each of <paramref name="total"/> steps, under a progress bar if somebody watches.</summary>
    public T Track<T>(string title, int total, Func<Action, T> work)
    {
        if (!Interactive) return work(() => { });
        T result = default!;
        error.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask bar = context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, total));
            int done = 0;
            result = work(() => bar.Value = Interlocked.Increment(ref done));
        });
        return result;
    }

    /// <summary>Runs <paramref name="work"/>, which reports a phrase and the fraction done, 0 to 1, under a progress bar if somebody watches.</summary>
    public T Follow<T>(Func<Action<string, double>, T> work)
    {
        if (!Interactive) return work((_, _) => { });
        T result = default!;
        error.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask bar = context.AddTask("reading", maxValue: 1);
            result = work((phrase, done) =>
            {
                bar.Description = Markup.Escape(phrase);
                bar.Value = Math.Clamp(done, 0, 1);
            });
        });
        return result;
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool interactive)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!interactive) console.Profile.Width = WidthOfFiles;
        return console;
    }
}
