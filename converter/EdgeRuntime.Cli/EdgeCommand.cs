using System;
using System.CommandLine;
using System.IO;
using EdgeRuntime.Cli.Verbs;
using EdgeRuntime.Converter;
using EdgeRuntime.Format;

namespace EdgeRuntime.Cli;

/// <summary>The command line: every verb under one root, and every failure as one sentence on the error stream.</summary>
public static class EdgeCommand
{
    /// <summary>Exit code of a failure.</summary>
    public const int Failed = 1;

    /// <summary>Exit code of a command line that is not understood.</summary>
    public const int Misused = 2;

    /// <summary>Every verb, one line each.</summary>
    public static readonly Verb[] Verbs =
    [
        new ConvertVerb(ConvertPipeline.Run),
        new TrainVerb(),
        new CompressVerb(),
        new SensitivityVerb(),
        new ReportVerb(),
        new EvalVerb(),
        new RunVerb(),
        new InspectVerb(),
        new BenchVerb(),
        new OperatorsVerb(),
        new BoardsVerb(),
        new FitVerb(),
        new DeployVerb(),
        new FlashVerb(),
        new CompareVerb(ConvertPipeline.Run),
        new DemoVerb(ConvertPipeline.Run),
    ];

    /// <summary>Runs one command line; results go to the output stream of <paramref name="terminal"/>, everything else to its error stream.</summary>
    public static int Run(string[] args, Terminal terminal) => Run(args, terminal, Verbs);

    /// <summary>The same with other verbs.</summary>
    public static int Run(string[] args, Terminal terminal, Verb[] verbs)
    {
        try
        {
            RootCommand root = new("Compresses trained networks into small files that one engine runs on PCs, Raspberry Pis and microcontrollers.");
            foreach (Verb verb in verbs) root.Subcommands.Add(verb.Build(terminal));
            // Paths may begin with '@'.
            ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
            {
                string verb = parsed.CommandResult.Command is RootCommand ? "" : " " + parsed.CommandResult.Command.Name;
                return Fail(terminal, $"{parsed.Errors[0].Message.TrimEnd('.')}; edge{verb} --help lists what there is", Misused);
            }

            return parsed.Invoke(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is ConversionException or ModelFormatException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return Fail(terminal, e.Message, Failed);
        }
        catch (OutOfMemoryException)
        {
            return Fail(terminal, "there is not enough memory for this network or data set; try --limit or fewer --threads", Failed);
        }
        catch (Exception e)
        {
            return Fail(terminal, $"an error in the program itself, which is worth reporting: {e.GetType().Name}: {e.Message} {FirstFrame(e)}", Failed);
        }
    }

    private static int Fail(Terminal terminal, string message, int code)
    {
        terminal.Error.WriteLine("edge: " + message.ReplaceLineEndings(" "));
        return code;
    }

    private static string FirstFrame(Exception e)
    {
        string trace = e.StackTrace ?? "";
        int end = trace.IndexOf('\n');
        return (end < 0 ? trace : trace[..end]).Trim();
    }
}
