using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Threading;
using EdgeRuntime.Cli;
using Xunit;

[assembly: SupportedOSPlatform("linux")]

namespace Deploy.Tests;

/// <summary>This machine as a board: an SSH server on the loopback address, simulated pins, and a script for systemd.</summary>
public sealed class Device : IDisposable
{
    private const string Server = "/usr/sbin/sshd";

    private readonly Process? server;
    private readonly int port;

    public Device()
    {
        if (!IsPossible) return;
        foreach (string name in new[] { "bin", "systemd", "pins" }) Directory.CreateDirectory(At(name));
        Script("systemctl");
        Script("sftp-server");
        Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", At("host"));
        Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", At("user"));
        port = FreePort();
        File.WriteAllText(At("known_hosts"), $"[127.0.0.1]:{port} {File.ReadAllText(At("host.pub"))}");
        File.WriteAllText(At("sshd_config"), $"""
            ListenAddress 127.0.0.1:{port}
            HostKey {At("host")}
            AuthorizedKeysFile {At("user.pub")}
            PidFile {At("sshd.pid")}
            UsePAM no
            StrictModes no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            MaxStartups 100
            Subsystem sftp {At("bin/sftp-server")}
            SetEnv PATH={At("bin")}:/usr/bin:/bin:/usr/sbin:/sbin STATE={At("systemd")} EDGE_SIMULATED_DEVICES={At("pins")}

            """);
        // The package makes it when the service starts.
        if (Environment.IsPrivilegedProcess) Directory.CreateDirectory("/run/sshd");
        server = Process.Start(new ProcessStartInfo(Server, ["-D", "-E", At("sshd.log"), "-f", At("sshd_config")]))!;
        for (int i = 0; i < 200 && !Listens(); i++) Thread.Sleep(50);
    }

    /// <summary>Whether there is an SSH server to start and a linker to publish with.</summary>
    public static bool IsPossible => new[] { Server, "/usr/bin/ssh", "/usr/bin/sftp" }.All(File.Exists) && new[] { "/usr/bin/gcc", "/usr/bin/clang" }.Any(File.Exists);

    /// <summary>Everything lies here.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("device-").FullName;

    /// <summary>Name for --host.</summary>
    public string Host => $"{Environment.UserName}@127.0.0.1";

    /// <summary>Options that lead to the server.</summary>
    public string[] Ssh => Options(port, "known_hosts", "user");

    /// <summary>What happened to the pins.</summary>
    public string[] Pins => File.Exists(At("pins/pins.log")) ? File.ReadAllLines(At("pins/pins.log")) : [];

    /// <summary>Process of the service.</summary>
    public int Service => int.Parse(File.ReadAllText(At("systemd/pid")));

    /// <summary>The published program; publishing is part of the first deployment.</summary>
    public string? Program { get; set; }

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Options for another port, file of host keys, or key.</summary>
    public string[] Options(int toPort, string hosts, string key) => [.. new[]
    {
        $"Port={toPort}", $"UserKnownHostsFile={At(hosts)}", "GlobalKnownHostsFile=/dev/null", $"IdentityFile={At(key)}", "IdentitiesOnly=yes",
    }.SelectMany(o => new[] { "--ssh-option", o })];

    /// <summary>Whether the service runs.</summary>
    public bool Runs()
    {
        try
        {
            using Process process = Process.GetProcessById(Service);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Waits until something holds.</summary>
    public static void Until(Func<bool> holds, string what)
    {
        for (Stopwatch clock = Stopwatch.StartNew(); !holds(); Thread.Sleep(20)) Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), what);
    }

    /// <summary>Runs a command line of edge in process.</summary>
    public static (int Code, string Output, string Errors) Edge(params IEnumerable<string> words)
    {
        StringWriter output = new(), errors = new();
        int code = EdgeCommand.Run([.. words], new Terminal(output, errors, interactive: false));
        return (code, output.ToString(), errors.ToString());
    }

    /// <summary>A port that nothing listens on.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        if (server == null) return;
        if (File.Exists(At("systemd/pid")) && Runs()) Command("kill", $"{Service}");
        server.Kill(entireProcessTree: true);
        server.Dispose();
        Thread.Sleep(200);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static void Command(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private void Script(string name)
    {
        using Stream stream = typeof(Device).Assembly.GetManifestResourceStream(name + ".sh")!;
        using (FileStream file = File.Create(At($"bin/{name}"))) stream.CopyTo(file);
        File.SetUnixFileMode(At($"bin/{name}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private bool Listens()
    {
        try
        {
            using TcpClient client = new("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
