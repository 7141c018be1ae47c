using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using EdgeRuntime.Cli;
using Xunit;

namespace Deploy.Tests;

/// <summary>The command against an SSH server on this machine, with the program compiled ahead of time and simulated pins.</summary>
public sealed class DeployTests(Device device) : IClassFixture<Device>
{
    private const int Bag = 8, Trouser = 1;

    [Fact]
    public void FromTheFirstDeploymentToTheRollback()
    {
        Assert.SkipUnless(Device.IsPossible, "openssh-server or gcc is not installed");
        string folder = device.At("edge"), current = Path.Combine(folder, "current"), model = Demo.Convert("deep-compression", device.At("demo.erm"));
        Demo.Pictures(device.At("pictures"), Bag, Bag, Bag, Trouser, Trouser, Trouser);
        string[] options = ["--camera", $"loop:{device.At("pictures")}", "--on", "Bag", "--pin", "17", "--smooth", "1", "--threshold", "5", "--every", "20", "--json"];

        // The first deployment publishes the program and starts the service.
        (int code, string output, string errors) = Deploy(folder, model, ["--service", "--property", "UseDevicePackages=simulated"], options);
        Assert.True(code == 0, errors + Logs());
        Assert.Contains("slots/a", output);
        Assert.Equal("slots/a", Directory.ResolveLinkTarget(current, false)!.FullName[(folder.Length + 1)..]);
        device.Program = device.At("edge-run");
        File.Copy(Path.Combine(current, "edge-run"), device.Program);
        Device.Until(() => device.Pins.Count(l => l == "17 high") >= 2, "the pin does not follow the class; " + Logs());
        string[] pins = [.. device.Pins.Take(6)];
        Assert.Equal(["17 opened Output", "17 low", "17 low", "17 high", "17 low", "17 high"], pins);

        // One that fails its self-test changes nothing.
        int first = device.Service;
        (code, _, errors) = Deploy(folder, Demo.WithWrongCertificate(model, device.At("wrong.erm")), ["--service"], options);
        Assert.Equal(EdgeCommand.Failed, code);
        Assert.Contains("the self-test failed on the device and nothing was switched", errors);
        Running(folder, "slots/a", first);

        // One whose service does not start is taken back.
        (code, _, errors) = Deploy(folder, model, ["--service"], ["--camera", "folder:/nowhere"]);
        Assert.Equal(EdgeCommand.Failed, code);
        Assert.Contains("the version before was put back", errors);
        Running(folder, "slots/a", device.Service);
        Assert.Contains("the folder '/nowhere' does not exist", Logs());

        // A good one goes into the other slot, and the pins of the one before are released.
        first = device.Service;
        (code, output, errors) = Deploy(folder, Demo.Convert("float32", device.At("second.erm")), ["--service"], options);
        Assert.True(code == 0, errors + Logs());
        Assert.Contains("slots/b", output);
        Assert.NotEqual(first, device.Service);
        Running(folder, "slots/b", device.Service);
        string[] all = device.Pins;
        int closed = Array.LastIndexOf(all, "chip closed");
        Assert.Equal(["17 low", "17 closed", "chip closed", "17 opened Output"], all[(closed - 2)..(closed + 2)]);

        Interrupted(folder, model, options);

        (code, output, errors) = Device.Edge(["deploy", "--rollback", "--host", device.Host, "--folder", folder, .. device.Ssh]);
        Assert.True(code == 0, errors);
        Assert.Contains("slots/a", output);
        Running(folder, "slots/a", device.Service);
    }

    [Fact]
    public void ConnectionsThatFailAreOneSentence()
    {
        Assert.SkipUnless(Device.IsPossible, "openssh-server or gcc is not installed");
        string model = Demo.Convert("deep-compression", device.At("connection.erm"));
        Refused("cannot be reached", model, device.Options(Device.FreePort(), "known_hosts", "user"));
        File.WriteAllText(device.At("empty"), "");
        Refused("the host key of", model, [.. device.Ssh.Select(o => o.Replace("known_hosts", "empty", StringComparison.Ordinal))]);
        File.WriteAllText(device.At("changed"), File.ReadAllText(device.At("known_hosts")).Replace(File.ReadAllText(device.At("host.pub")).Split(' ')[1], File.ReadAllText(device.At("user.pub")).Split(' ')[1]));
        Refused("another host key than before", model, [.. device.Ssh.Select(o => o.Replace("known_hosts", "changed", StringComparison.Ordinal))]);
        Device.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", device.At("stranger"));
        Refused("ssh-copy-id", model, [.. device.Ssh.Select(o => o.Replace("/user", "/stranger", StringComparison.Ordinal))]);
        Refused("is no host", model, device.Ssh, host: "-oProxyCommand=touch /tmp/x");
        Refused("is no host", model, device.Ssh, host: "a b");
        Refused("is of the kind x86_64", model, device.Ssh, board: "raspberry-pi-4b");
        Refused("did you mean raspberry-pi-4b", model, device.Ssh, board: "raspberry-pi-4");
        Refused("'edge flash'", model, device.Ssh, board: "mps2-an386");
        Refused("there is no", device.At("none.erm"), device.Ssh);
        Refused("nothing was deployed into", null, device.Ssh, more: "--rollback");
    }

    [Fact]
    public void AFullDiskIsNoticedBeforeTheCopy()
    {
        Assert.SkipUnless(Device.IsPossible, "openssh-server or gcc is not installed");
        string model = Demo.Convert("deep-compression", device.At("disk.erm"));
        File.WriteAllText(device.At("bin/df"), "#!/bin/sh\nprintf 'Filesystem 1024-blocks Used Available Capacity Mounted on\\n/dev/root 7000000 6999000 1000 100%% /\\n'\n");
        File.SetUnixFileMode(device.At("bin/df"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Refused("1,024,000 bytes left", model, device.Ssh);
        }
        finally
        {
            File.Delete(device.At("bin/df"));
        }
    }

    /// <summary>Nothing of a name or an argument is read by a shell: the folder is made as it is called, the arguments arrive as they are.</summary>
    [Fact]
    public void NothingReachesAShellUnquoted()
    {
        Assert.SkipUnless(Device.IsPossible, "openssh-server or gcc is not installed");
        string folder = device.At("it's a \"folder\" $(touch injected) ; `touch injected` \\ *"), model = Demo.Convert("deep-compression", device.At("quoted.erm"));
        string program = device.At("program.sh");
        File.WriteAllText(program, "#!/bin/sh\nexit 0\n");
        string[] arguments = ["--camera", "folder:$(touch injected)", "--on", "it's; touch injected", "--threshold", "`touch injected`"];
        (int code, _, string errors) = Device.Edge(["deploy", model, "--board", "linux-x64", "--host", device.Host, "--folder", folder, "--program", program, .. device.Ssh, "--", .. arguments]);
        Assert.True(code == 0, errors);
        Assert.Equal(["classify", "--model", "model.erm", .. arguments], File.ReadAllLines(Path.Combine(folder, "current", "arguments")));
        Assert.Empty(Directory.GetFiles(device.Folder, "injected", SearchOption.AllDirectories));
        Assert.False(File.Exists(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "injected")));
        Directory.Delete(folder, recursive: true);
    }

    private (int Code, string Output, string Errors) Deploy(string folder, string model, string[] more, string[] options)
    {
        string[] program = device.Program == null ? [] : ["--program", device.Program];
        return Device.Edge(["deploy", model, "--board", "linux-x64", "--host", device.Host, "--folder", folder, .. device.Ssh, .. program, .. more, "--", .. options]);
    }

    /// <summary>The command is killed, and the connection cut, in the middle of a copy: the version before runs on, the next deployment succeeds and cleans up.</summary>
    private void Interrupted(string folder, string model, string[] options)
    {
        int service = device.Service;
        File.WriteAllText(device.At("systemd/stall"), "");
        using (Process edge = Process.Start(new ProcessStartInfo("dotnet",
            [typeof(EdgeCommand).Assembly.Location, "deploy", model, "--board", "linux-x64", "--host", device.Host, "--folder", folder, "--program", device.Program!, "--service", .. device.Ssh, "--", .. options])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!)
        {
            Device.Until(() => Copied(folder) > 100_000, "nothing is copied; " + Logs());
            edge.Kill(entireProcessTree: true);
            edge.WaitForExit();
        }

        Assert.InRange(Copied(folder), 100_000, new FileInfo(device.Program!).Length - 1);
        Running(folder, "slots/b", service);
        File.Move(device.At("systemd/stall"), device.At("systemd/cut"));
        (int code, _, string errors) = Deploy(folder, model, ["--service"], options);
        Assert.Equal(EdgeCommand.Failed, code);
        Assert.Contains("the copy was cut off", errors);
        Running(folder, "slots/b", service);
        File.Delete(device.At("systemd/cut"));
        (code, _, errors) = Deploy(folder, model, ["--service"], options);
        Assert.True(code == 0, errors + Logs());
        Assert.Empty(Directory.GetDirectories(folder, "incoming-*"));
        (code, _, errors) = Deploy(folder, model, ["--service"], options);
        Assert.True(code == 0, errors + Logs());
        Running(folder, "slots/b", device.Service);
    }

    private static long Copied(string folder)
        => Directory.GetDirectories(folder, "incoming-*").Select(d => new FileInfo(Path.Combine(d, "edge-run"))).Where(f => f.Exists).Sum(f => f.Length);

    private void Running(string folder, string slot, int service)
    {
        Assert.Equal(slot, new FileInfo(Path.Combine(folder, "current")).LinkTarget);
        Assert.Equal(service, device.Service);
        Assert.True(device.Runs(), Logs());
        int before = device.Pins.Length;
        Device.Until(() => device.Pins.Length > before, "the pin stands still; " + Logs());
    }

    private void Refused(string part, string? model, IEnumerable<string> ssh, string? host = null, string board = "linux-x64", string? more = null)
    {
        string[] words = ["deploy", .. model == null ? [] : (string[])[model], "--board", board, "--host", host ?? device.Host, "--folder", device.At("other"), "--program", device.At("sshd_config"), .. ssh, .. more == null ? [] : (string[])[more]];
        (int code, string output, string errors) = Device.Edge(words);
        Assert.Equal(EdgeCommand.Failed, code);
        Assert.Equal("", output);
        Assert.Contains(part, errors);
        Assert.Single(errors.Trim().Split('\n'));
    }

    private string Logs() => string.Join('\n', new[] { "systemd/errors", "systemd/output", "sshd.log" }.Where(f => File.Exists(device.At(f))).Select(f => string.Join('\n', File.ReadLines(device.At(f)).TakeLast(15))));
}
