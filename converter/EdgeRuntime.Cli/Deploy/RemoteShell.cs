using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EdgeRuntime.Converter;

namespace EdgeRuntime.Cli.Deploy;

/// <summary>Runs scripts on a device and copies files to it with the OpenSSH programs on PATH.</summary>
/// <remarks>Host keys must be known and nothing is asked for: no password appears anywhere. Arguments of scripts are quoted for the shell of the device.</remarks>
public sealed partial class RemoteShell
{
    private const int Unreachable = 255;
    private const string Mark = "edge: ";

    private readonly string host;
    private readonly string[] options;
    private readonly CancellationToken stop;

    /// <summary>Names a device; nothing is run yet.</summary>
    /// <param name="host">USER@HOST, HOST, or a name of the SSH configuration.</param>
    /// <param name="options">More options of ssh_config(5), as in Port=2222.</param>
    /// <param name="stop">Ends the programs.</param>
    /// <exception cref="ConversionException">The name could be taken for an option or for more than a name.</exception>
    public RemoteShell(string host, IEnumerable<string> options, CancellationToken stop)
    {
        if (!HostName().IsMatch(host)) throw new ConversionException($"'{host}' is no host; give USER@HOST");
        this.host = host;
        this.stop = stop;
        string[] fixedOptions = ["BatchMode=yes", "StrictHostKeyChecking=yes", "ConnectTimeout=10", "ServerAliveInterval=5", "ServerAliveCountMax=3"];
        this.options = [.. fixedOptions.Concat(options).SelectMany(o => new[] { "-o", o })];
    }

    /// <summary>A word for a POSIX shell: in single quotes, in which only the single quote itself means anything.</summary>
    public static string Quoted(string word) => "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    /// <summary>Runs one of the scripts beside this file and returns what it writes.</summary>
    /// <param name="script">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="ConversionException">The device cannot be reached, or the script failed: its own sentence.</exception>
    public string Run(string script, params string[] arguments)
    {
        // Login shells differ; sh reads the script from its input.
        string command = "sh -s -- " + string.Join(' ', arguments.Select(Quoted));
        (int code, string output, string errors) = Start("ssh", [.. options, "--", host, command], Script("common.sh") + Script(script), Directory.GetCurrentDirectory());
        if (code == 0) return output;
        string? said = errors.Split('\n').LastOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal));
        if (said != null) throw new ConversionException($"{host}: {said[Mark.Length..].Trim()}");
        throw code == Unreachable ? Connection(errors) : new ConversionException($"{host}: a step failed ({LastLine(errors)}); check the disk and the permissions of the device");
    }

    /// <summary>Copies files of a local folder into a folder of the device.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="names">Plain names.</param>
    /// <param name="destination">An existing folder of the device.</param>
    /// <exception cref="ConversionException">The copy did not arrive.</exception>
    public void Copy(string folder, IEnumerable<string> names, string destination)
    {
        StringBuilder batch = new();
        batch.Append("cd \"").Append(destination.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"\n");
        foreach (string name in names) batch.Append("put ").Append(name).Append('\n');
        (int code, _, string errors) = Start("sftp", ["-q", "-b", "-", .. options, "--", host], batch.ToString(), folder);
        // A script ran there a moment ago, so it is not the connection as such.
        if (code == 0) return;
        throw new ConversionException($"{host}: the copy was cut off ({LastLine(errors)}) and nothing was switched; check the network and the free space of the device, then deploy again");
    }

    [GeneratedRegex(@"^([A-Za-z0-9_][A-Za-z0-9_.-]*@)?(\[[0-9a-fA-F:.%a-z]+\]|[A-Za-z0-9][A-Za-z0-9_.-]*)\z")]
    private static partial Regex HostName();

    private static string Script(string name)
    {
        using StreamReader reader = new(typeof(RemoteShell).Assembly.GetManifestResourceStream($"EdgeRuntime.Cli.Deploy.{name}")!);
        return reader.ReadToEnd();
    }

    private static string LastLine(string errors) => errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()?.TrimEnd('.') ?? "no reason given";

    private ConversionException Connection(string errors)
    {
        string reason = LastLine(errors);
        if (errors.Contains("Host key verification failed", StringComparison.Ordinal) || errors.Contains("host key is known", StringComparison.Ordinal))
        {
            return new ConversionException(errors.Contains("IDENTIFICATION HAS CHANGED", StringComparison.Ordinal)
                ? $"{host} shows another host key than before; if the device was set up again, remove the old key with 'ssh-keygen -R HOST', otherwise somebody may stand between"
                : $"the host key of {host} is not known; connect once with 'ssh {host}' and compare it");
        }

        return errors.Contains("Permission denied", StringComparison.Ordinal)
            ? new ConversionException($"{host} lets nobody in with the keys of this user; send one with 'ssh-copy-id {host}'")
            : new ConversionException($"{host} cannot be reached ({reason}); check its power, its network and the name");
    }

    private (int Code, string Output, string Errors) Start(string program, IEnumerable<string> arguments, string input, string folder)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // Messages of these programs are compared.
        start.Environment["LC_ALL"] = "C";
        try
        {
            using Process process = Process.Start(start)!;
            using CancellationTokenRegistration kill = stop.Register(process.Kill);
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            try
            {
                process.StandardInput.Write(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended before it read everything; its exit code says why.
            }

            process.WaitForExit();
            stop.ThrowIfCancellationRequested();
            return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception e)
        {
            throw new ConversionException($"the program '{program}' is not on PATH; install the OpenSSH client", e);
        }
    }
}
