using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Boards;

namespace EdgeRuntime.Cli.Deploy;

/// <summary>What to send to a device.</summary>
public sealed record DeployRequest
{
    /// <summary>The .erm file; it must carry a certificate, for the self-test.</summary>
    public required string Model { get; init; }

    /// <summary>A Linux board.</summary>
    public required Board Board { get; init; }

    /// <summary>Folder on the device, from the home folder on.</summary>
    public required string Folder { get; init; }

    /// <summary>Options of edge-run classify.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Run it as a service, from now on and after every start of the device.</summary>
    public required bool Service { get; init; }

    /// <summary>Returns the program, published into a folder it is given.</summary>
    public required Func<string, string> Program { get; init; }
}

/// <summary>Slot that runs now, and bytes that were copied.</summary>
public sealed record DeployResult(string Slot, long Bytes);

/// <summary>
/// Sends program and model to a device that has two slots: copy beside them, check, self-test on the device, into the slot that is not in use, and switch by renaming a link.
/// Interrupted at any point, the slot in use stays as it is.
/// </summary>
public sealed class Deployment(RemoteShell shell, Action<string> report)
{
    private const string Labels = "--labels";
    private const string LabelFile = "labels.txt";
    private const long Spare = 8 << 20;

    private static readonly Dictionary<string, string> Machines = new() { ["linux-arm64"] = "aarch64", ["linux-x64"] = "x86_64" };

    /// <summary>Deploys.</summary>
    /// <exception cref="ConversionException">A step failed; the version before still runs.</exception>
    public DeployResult Run(DeployRequest request)
    {
        Check(request);
        string how = request.Service ? "service" : "program";
        Dictionary<string, string> device = Facts(shell.Run("probe.sh", request.Folder, how));
        string identifier = request.Board.RuntimeIdentifier!;
        if (Machines.TryGetValue(identifier, out string? machine) && device["machine"] != machine)
            throw new ConversionException($"the device is of the kind {device["machine"]}, {request.Board.Id} is {machine}; choose another --board, or install a 64-bit system on it");
        string staging = Directory.CreateTempSubdirectory("edge-deploy-").FullName;
        try
        {
            string[] names = Stage(request, device, staging);
            long bytes = names.Sum(n => new FileInfo(Path.Combine(staging, n)).Length);
            long free = 1024 * long.Parse(device["free"], CultureInfo.InvariantCulture);
            if (free < bytes + Spare) throw new ConversionException($"the disk of the device has {free:N0} bytes left in {device["folder"]}, this takes {bytes + Spare:N0}; delete something there, or name another folder with --folder");
            report($"copying {bytes:N0} bytes");
            string incoming = $"incoming-{Guid.NewGuid():N}";
            shell.Run("prepare.sh", request.Folder, incoming);
            shell.Copy(staging, names, $"{device["folder"]}/{incoming}");
            report("self-test on the device, then switching");
            return new DeployResult(Facts(shell.Run("activate.sh", request.Folder, incoming, how))["slot"], bytes);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    /// <summary>Switches back to the other slot.</summary>
    /// <exception cref="ConversionException">There is none, or it fails its self-test.</exception>
    public DeployResult Rollback(string folder) => new(Facts(shell.Run("rollback.sh", folder))["slot"], 0);

    /// <summary>The systemd unit of a folder on the device.</summary>
    public static string Unit(string folder, string user)
    {
        // systemd.syntax(7) gives a meaning to quotes, backslashes, % and $; a space is safe within quotes.
        if (folder.AsSpan().IndexOfAny("\"'\\%$\n") >= 0) throw new ConversionException($"the folder {folder} has characters that systemd gives a meaning to; name another one with --folder");
        return $"""
            [Unit]
            Description=EdgeRuntime classifier
            After=network.target
            StartLimitIntervalSec=0

            [Service]
            Type=notify
            User={user}
            WorkingDirectory={folder}/current
            ExecStart="{folder}/current/edge-run" @arguments
            Restart=always
            RestartSec=2
            WatchdogSec=60
            TimeoutStartSec=60
            TimeoutStopSec=10
            NoNewPrivileges=yes

            [Install]
            WantedBy=multi-user.target

            """;
    }

    private static void Check(DeployRequest request)
    {
        if (!request.Board.Runs(BoardSystem.Linux)) throw new ConversionException($"{request.Board.Id} has no Linux to deploy to; 'edge flash' builds an image for it");
        using Model model = ModelFile.Load(request.Model);
        if (model.InputSpecification == null) throw new ConversionException($"{request.Model} does not say how pictures are prepared for it; convert it with an input specification");
        if (model.Metadata.Certificate.Count == 0) throw new ConversionException($"{request.Model} carries no certificate for the self-test on the device; convert the model again");
        BoardFit fit = BoardFit.Of(model, request.Board);
        if (fit.Memory.FirstOrDefault(m => !m.Fits) is { } lacking)
            throw new ConversionException($"{request.Model} does not fit {request.Board.Id}: {lacking.Needed - lacking.Available:N0} bytes of {lacking.Kind} too many ({lacking.Parts})");
        foreach (string a in request.Arguments)
            if (a.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0) throw new ConversionException("an argument for edge-run has more than one line; give it without line breaks");
        if (request.Arguments.Contains("--model")) throw new ConversionException("the model is named once, before the options; leave --model out after --");
        if (request.Service && !request.Arguments.Contains("--camera")) throw new ConversionException("a service needs to know its camera; add it after two hyphens, as in -- --camera libcamera");
    }

    /// <summary>Gathers the files of a slot in a folder; returns their names.</summary>
    private string[] Stage(DeployRequest request, Dictionary<string, string> device, string staging)
    {
        string build = Path.Combine(staging, "build");
        Directory.CreateDirectory(build);
        string program = request.Program(build);
        File.Copy(program, Path.Combine(staging, "edge-run"));
        Directory.Delete(build, recursive: true);
        File.Copy(request.Model, Path.Combine(staging, "model.erm"));
        List<string> arguments = ["classify", "--model", "model.erm", .. request.Arguments];
        List<string> names = ["edge-run", "model.erm", "arguments"];
        int labels = arguments.IndexOf(Labels) + 1;
        if (labels > 0 && labels < arguments.Count)
        {
            if (!File.Exists(arguments[labels])) throw new ConversionException($"the file of class names '{arguments[labels]}' does not exist; check the path behind {Labels}");
            File.Copy(arguments[labels], Path.Combine(staging, LabelFile));
            arguments[labels] = LabelFile;
            names.Add(LabelFile);
        }

        File.WriteAllText(Path.Combine(staging, "arguments"), string.Concat(arguments.Select(a => a + "\n")));
        if (request.Service)
        {
            File.WriteAllText(Path.Combine(staging, "edge-run.service"), Unit(device["folder"], device["user"]));
            names.Add("edge-run.service");
        }

        StringBuilder sums = new();
        foreach (string name in names) sums.Append(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(staging, name))))).Append("  ").Append(name).Append('\n');
        File.WriteAllText(Path.Combine(staging, "sums"), sums.ToString());
        return [.. names, "sums"];
    }

    private static Dictionary<string, string> Facts(string output)
        => output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
}
