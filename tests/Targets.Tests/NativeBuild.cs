using System;
using System.IO;
using System.Linq;
using System.Threading;
using EdgeRuntime.Converter.Boards;
using EdgeRuntime.Converter.Firmware;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Builds the native executables once; they are kept under artifacts/ for as long as no source changes.</summary>
internal static class NativeBuild
{
    // The targets share an intermediate folder of the build.
    private static readonly Lock OneAtATime = new();
    private static readonly Lazy<string> Arm64Program = new(() => Cached("arm64", "run_model", folder => Arm64Build(folder, "")));
    private static readonly Lazy<string> SelectedProgram = new(() => Cached("arm64-selected", "run_model", folder => Arm64Build(folder, Selection)));
    private static readonly Lazy<string> KernelProgram = new(() => Cached("arm64-kernels", "kernel_cases", KernelBuild));
    private static readonly Lazy<string> Mps2Kernels = new(() => Cached("mps2-kernels", "firmware.elf", CortexMKernelBuild));
    private static readonly Lazy<string> Mps2Image = new(() => Cached("mps2", "firmware.elf", folder => CortexMBuild(folder, "mps2-an386")));
    private static readonly Lazy<string> Mps2An505Image = new(() => Cached("mps2-an505", "firmware.elf", folder => CortexMBuild(folder, "mps2-an505")));

    private static readonly Lazy<string> GlueImage = new(() => Cached("nano-glue", "firmware.elf", GlueBuild));

    /// <summary>Operations and encodings of the sample "int8 network".</summary>
    public const string Selection = "Conv2DInt8,AddInt8,MulInt8,MaxPoolInt8,AveragePoolInt8,LookupInt8,DenseInt8,Requantize,Int8,Int32";

    /// <summary>Static Linux executable for 64-bit ARM: model, input and output file as arguments.</summary>
    public static string Arm64 => ForArm64(Arm64Program);

    /// <summary>The same with no other operations and encodings than <see cref="Selection"/>.</summary>
    public static string Arm64Selected => ForArm64(SelectedProgram);

    /// <summary>Static Linux executable for 64-bit ARM that runs single kernels: cases, "portable", "advsimd" or "dotprod", and output file as arguments.</summary>
    public static string Arm64Kernels => ForArm64(KernelProgram);

    /// <summary>Bare-metal image for Cortex-M4 and M7, with the same arguments.</summary>
    public static string Mps2 => ForCortexM(Mps2Image);

    /// <summary>Bare-metal image for Cortex-M4 and M7 that runs single portable kernels.</summary>
    public static string Mps2KernelCases => ForCortexM(Mps2Kernels);

    /// <summary>Bare-metal image for Cortex-M33.</summary>
    public static string Mps2An505 => ForCortexM(Mps2An505Image);

    /// <summary>Bare-metal image that runs models through the glue for nanoFramework, with the same arguments.</summary>
    public static string NanoGlue => ForCortexM(GlueImage);

    /// <summary>The engine's object file that a program was linked from.</summary>
    public static string Object(string program) => Path.Combine(Path.GetDirectoryName(program)!, "edge.o");

    /// <summary>What qemu-system-arm needs to run an image on a board with three arguments.</summary>
    public static string[] BoardArguments(string board, string image, string model, string input, string output) =>
    [
        "-M", board, "-nographic", "-monitor", "none", "-kernel", image,
        "-semihosting-config", $"enable=on,target=native,arg=run_model,arg={model},arg={input},arg={output}",
    ];

    private static string ForCortexM(Lazy<string> image)
    {
        Shell.RequireTools("bash", "dotnet", "arm-none-eabi-gcc", "qemu-system-arm");
        return image.Value;
    }

    private static string ForArm64(Lazy<string> program)
    {
        Shell.RequireTools("bash", "dotnet", "aarch64-linux-gnu-gcc", "qemu-aarch64-static");
        return program.Value;
    }

    private static void Arm64Build(string folder, string names)
    {
        Shell.Succeed("bash", [Repository.At("firmware", "freestanding", "build.sh"), "arm64", folder, names]);
        string freestanding = Repository.At("firmware", "freestanding");
        Shell.Succeed("aarch64-linux-gnu-gcc",
        [
            "-O2", "-static", "-Wall", "-Werror", "-DMODEL_BYTES=(1<<26)", "-DARENA_BYTES=(1<<26)", "-I" + freestanding, Native("run_model.c"), Native("linux.c"),
            Path.Combine(freestanding, "support.c"), Path.Combine(folder, "edge.o"), "-Wl,--gc-sections", "-o", Path.Combine(folder, "run_model"),
        ]);
    }

    private static void KernelBuild(string folder)
    {
        string freestanding = Repository.At("firmware", "freestanding");
        Shell.Succeed("env", ["SOURCES=" + Native("Kernels/**/*.cs"), "INSTRUCTIONS=dotprod", "bash", Path.Combine(freestanding, "build.sh"), "arm64", folder]);
        Shell.Succeed("aarch64-linux-gnu-gcc",
        [
            "-O2", "-static", "-Wall", "-Werror", Native("kernel_cases.c"), Native("linux.c"), Path.Combine(freestanding, "support.c"),
            Path.Combine(folder, "edge.o"), "-Wl,--gc-sections", "-o", Path.Combine(folder, "kernel_cases"),
        ]);
    }

    private static void CortexMKernelBuild(string folder)
        => CortexMBuild(folder, "mps2-an386", "SOURCES=" + Native("Kernels/*.cs"), Native("kernel_cases.c"), Native("guarded_area.c"), Native("semihosting.c"));

    private static void CortexMBuild(string folder, string board)
        => CortexMBuild(folder, board, "SOURCES=", Native("run_model.c"), Native("semihosting.c"));

    private static void GlueBuild(string folder)
    {
        string[] sources = [Repository.At("firmware", "nanoframework", "Interop", "native", "edge_nano.cpp"), Native("nano_glue.cpp")];
        string[] objects = [.. sources.Select(source => Path.Combine(folder, Path.GetFileNameWithoutExtension(source) + ".o"))];
        foreach ((string source, string target) in sources.Zip(objects))
        {
            Shell.Succeed("arm-none-eabi-g++",
            [
                "-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16", "-Os", "-std=c++11", "-ffreestanding", "-fno-exceptions", "-fno-rtti", "-Wall", "-Wextra", "-Werror",
                "-I" + Repository.At("tests", "contracts", "nanoCLR"), "-I" + Repository.At("firmware", "freestanding"), "-I" + Native(""), "-c", source, "-o", target,
            ]);
        }

        CortexMBuild(folder, "mps2-an386", "SOURCES=", [.. objects, Native("semihosting.c")]);
    }

    private static void CortexMBuild(string folder, string board, string variable, params string[] programs)
    {
        string engine = Path.Combine(folder, "engine");
        Shell.Succeed("env", [variable, "bash", Repository.At("firmware", "freestanding", "build.sh"), "thumb2", engine]);
        File.WriteAllText(Path.Combine(folder, "board.ld"), BoardFiles.LinkerScript(BoardList.Find(board)));
        Shell.Succeed("bash", [Repository.At("firmware", "cortex-m", "build.sh"), folder, engine, "cortex-m4", .. programs]);
    }

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
