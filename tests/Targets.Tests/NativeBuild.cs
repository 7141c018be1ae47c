using System;
using System.IO;
using System.Threading;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Builds the native executables once; they are kept under artifacts/ for as long as no source changes.</summary>
internal static class NativeBuild
{
    // The targets share an intermediate folder of the build.
    private static readonly Lock OneAtATime = new();
    private static readonly Lazy<string> Arm64Program = new(() => Cached("arm64", "run_model", Arm64Build));
    private static readonly Lazy<string> CortexMImage = new(() => Cached("cortex-m", "firmware.elf", CortexMBuild));

    /// <summary>Static Linux executable for 64-bit ARM: model, input and output file as arguments.</summary>
    public static string Arm64
    {
        get
        {
            Shell.RequireTools("bash", "dotnet", "aarch64-linux-gnu-gcc", "qemu-aarch64-static");
            return Arm64Program.Value;
        }
    }

    /// <summary>Bare-metal image for Cortex-M4 and M7, with the same arguments.</summary>
    public static string CortexM
    {
        get
        {
            Shell.RequireTools("bash", "dotnet", "arm-none-eabi-gcc", "qemu-system-arm");
            return CortexMImage.Value;
        }
    }

    /// <summary>What qemu-system-arm needs to run the image on a board with three arguments.</summary>
    public static string[] BoardArguments(string board, string model, string input, string output) =>
    [
        "-M", board, "-nographic", "-monitor", "none", "-kernel", CortexM,
        "-semihosting-config", $"enable=on,target=native,arg=run_model,arg={model},arg={input},arg={output}",
    ];

    private static void Arm64Build(string folder)
    {
        Shell.Succeed("bash", [Repository.At("firmware", "freestanding", "build.sh"), "arm64", folder]);
        string freestanding = Repository.At("firmware", "freestanding");
        Shell.Succeed("aarch64-linux-gnu-gcc",
        [
            "-O2", "-static", "-Wall", "-Werror", "-I" + freestanding, Native("run_model.c"), Native("linux.c"),
            Path.Combine(freestanding, "support.c"), Path.Combine(folder, "edge.o"), "-Wl,--gc-sections", "-o", Path.Combine(folder, "run_model"),
        ]);
    }

    private static void CortexMBuild(string folder) =>
        Shell.Succeed("bash", [Repository.At("firmware", "cortex-m", "build.sh"), "mps2", folder, Native("run_model.c"), Native("semihosting.c")]);

    private static string Native(string file) => Repository.At("tests", "Targets.Tests", "Native", file);

    private static string Cached(string target, string product, Action<string> build)
    {
        using Lock.Scope scope = OneAtATime.EnterScope();
        string parent = Repository.At("artifacts", target);
        string folder = Path.Combine(parent, Repository.SourceHash());
        string path = Path.Combine(folder, product);
        if (File.Exists(path)) return path;
        if (Directory.Exists(parent)) foreach (string old in Directory.GetDirectories(parent)) Directory.Delete(old, recursive: true);
        Directory.CreateDirectory(folder);
        build(folder);
        return path;
    }
}
