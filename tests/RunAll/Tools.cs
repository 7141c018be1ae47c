using System;
using System.IO;
using System.Linq;

namespace EdgeRuntime.RunAll;

/// <summary>A program or library outside .NET that some tests need.</summary>
/// <param name="Package">Debian package that has it.</param>
/// <param name="Files">Paths of which one exists when it is installed; a bare name is looked for on PATH.</param>
/// <param name="UsedBy">What is skipped without it.</param>
internal sealed record Tool(string Package, string[] Files, string UsedBy)
{
    /// <summary>Whether one of the files exists.</summary>
    public bool IsInstalled => Files.Any(Exists);

    private static bool Exists(string file) => Path.IsPathRooted(file)
        ? File.Exists(file)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, file)));
}

/// <summary>The tools and their installation.</summary>
internal static class Tools
{
    private static readonly Tool[] All =
    [
        new("qemu-user-static", ["qemu-aarch64-static"], "the engine on 64-bit ARM"),
        new("gcc-aarch64-linux-gnu", ["aarch64-linux-gnu-gcc"], "the engine on 64-bit ARM"),
        new("qemu-user", ["qemu-aarch64"], "counted instructions on 64-bit ARM"),
        new("gcc", ["gcc"], "counted instructions on 64-bit ARM"),
        new("libc6-dev", ["/usr/include/stdio.h"], "counted instructions on 64-bit ARM"),
        new("llvm-19", ["llvm-mca-19"], "the modelled speed of NEON kernels"),
        new("libc6-dev-arm64-cross", ["/usr/aarch64-linux-gnu/include/stdio.h"], "the engine on 64-bit ARM"),
        new("qemu-system-arm", ["qemu-system-arm"], "the engine on Cortex-M"),
        new("gcc-arm-none-eabi", ["arm-none-eabi-gcc"], "the engine on Cortex-M"),
        new("libturbojpeg0", ["/usr/lib/x86_64-linux-gnu/libturbojpeg.so.0", "/usr/lib/aarch64-linux-gnu/libturbojpeg.so.0"], "fast JPEG decoding"),
        new("chromium", ["/usr/bin/chromium"], "the page of edge-run"),
        new("openssh-server", ["/usr/sbin/sshd"], "edge deploy"),
        new("gcc", ["gcc", "clang"], "edge deploy"),
    ];

    /// <summary>Installs what is missing where it can (Debian and its descendants, as root), and says what will be skipped otherwise.</summary>
    public static void InstallMissing()
    {
        Tool[] missing = [.. All.Where(tool => !tool.IsInstalled)];
        if (missing.Length > 0 && OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get"))
        {
            Console.WriteLine($"Installing {string.Join(", ", missing.Select(tool => tool.Package))}");
            string here = Directory.GetCurrentDirectory();
            TimeSpan limit = TimeSpan.FromMinutes(10);
            Command.Run("apt-get", ["update", "-qq"], here, limit);
            Command.Run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", .. missing.Select(tool => tool.Package)], here, limit);
        }

        foreach (IGrouping<string, Tool> use in All.Where(tool => !tool.IsInstalled).GroupBy(tool => tool.UsedBy))
            Console.WriteLine($"Tests of {use.Key} will be skipped: {string.Join(", ", use.Select(tool => tool.Package))} is not installed.");
    }
}
