using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Text.Json.Nodes;
using EdgeRuntime.Cli.Deploy;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Boards;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Puts edge-run and a model on a Linux board, over SSH.</summary>
public sealed class DeployVerb : Verb
{
    public override string Name => "deploy";

    public override string Summary => "Send a model and edge-run to a board over SSH, test them there and switch; --rollback goes back.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string?> model = new("model") { Description = "model: .erm", Arity = ArgumentArity.ZeroOrOne };
        Argument<string[]> rest = new("options") { Description = "after --: options of edge-run classify, such as --camera libcamera --on CLASS --pin 17", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> board = new("--board") { Description = "board: an id of 'edge boards', or a board.json file", HelpName = "ID" };
        Option<string> host = new("--host") { Description = "the device", HelpName = "USER@HOST", Required = true };
        Option<bool> service = new("--service") { Description = "run it as a systemd service with a watchdog" };
        Option<bool> rollback = new("--rollback") { Description = "switch back to the version before" };
        Option<string> folder = new("--folder") { Description = "folder on the device", HelpName = "DIR", DefaultValueFactory = _ => "edge" };
        Option<string?> program = new("--program") { Description = "a published edge-run for the board, instead of publishing it now", HelpName = "PATH" };
        Option<string[]> ssh = new("--ssh-option") { Description = "option of ssh_config, such as Port=2222; may be repeated", HelpName = "NAME=VALUE" };
        Option<string[]> properties = new("--property") { Description = "MSBuild property for publishing; may be repeated", HelpName = "NAME=VALUE" };
        command.Arguments.Add(model);
        command.Arguments.Add(rest);
        foreach (Option o in new Option[] { board, host, service, rollback, folder, program, ssh, properties }) command.Options.Add(o);
        return (parsed, terminal, json) =>
        {
            using Interruption interruption = new();
            RemoteShell shell = new(parsed.GetRequiredValue(host), parsed.GetValue(ssh) ?? [], interruption.Token);
            Deployment deployment = new(shell, terminal.Error.WriteLine);
            string where = parsed.GetRequiredValue(folder), device = parsed.GetRequiredValue(host);
            try
            {
                if (parsed.GetValue(rollback)) return Show(terminal, json, device, where, deployment.Rollback(where), rolledBack: true);
                Board target = BoardList.Find(parsed.GetValue(board) ?? throw new ConversionException("the board is missing; name it with --board, 'edge boards' lists them"));
                DeployRequest request = new()
                {
                    Model = parsed.GetValue(model) ?? throw new ConversionException("the model is missing; name an .erm file"),
                    Board = target,
                    Folder = where,
                    Arguments = parsed.GetValue(rest) ?? [],
                    Service = parsed.GetValue(service),
                    Program = build => Program(parsed.GetValue(program), target, parsed.GetValue(properties) ?? [], build, terminal),
                };
                return Show(terminal, json, device, where, deployment.Run(request), rolledBack: false);
            }
            catch (OperationCanceledException)
            {
                terminal.Error.WriteLine("edge: the deployment was stopped and what ran on the device still runs");
                return Cli.Program.Interrupted;
            }
        };
    }

    private static string Program(string? given, Board board, IReadOnlyList<string> properties, string build, Terminal terminal)
    {
        if (given != null) return File.Exists(given) ? given : throw new ConversionException($"there is no program {given}; publish edge-run for {board.RuntimeIdentifier} first, or leave --program out");
        terminal.Error.WriteLine($"publishing edge-run for {board.RuntimeIdentifier}");
        return ProgramPublisher.Publish(board, properties, build);
    }

    private static int Show(Terminal terminal, bool json, string device, string folder, DeployResult result, bool rolledBack)
    {
        if (json)
        {
            WriteJson(terminal, new JsonObject { ["host"] = device, ["folder"] = folder, ["slot"] = result.Slot, ["bytes"] = result.Bytes, ["rolledBack"] = rolledBack });
            return 0;
        }

        terminal.Out.WriteLine(rolledBack ? $"{device} is back on the version in {result.Slot}" : $"{device} runs the version in {result.Slot}; by hand: cd {folder}/current && ./edge-run @arguments");
        return 0;
    }
}
