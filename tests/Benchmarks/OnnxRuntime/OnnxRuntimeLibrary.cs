using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Benchmarks.OnnxRuntime;

/// <summary>The native library of ONNX Runtime from its npm package, through its C interface: a table of functions whose order never changes.</summary>
internal static unsafe class OnnxRuntimeLibrary
{
    public const int CreateEnv = 3;
    public const int CreateSessionFromArray = 8;
    public const int Run = 9;
    public const int CreateSessionOptions = 10;
    public const int SetGraphOptimizationLevel = 23;
    public const int SetIntraOpThreads = 24;
    public const int SetInterOpThreads = 25;
    public const int CreateTensorWithData = 49;
    public const int CreateCpuMemoryInfo = 69;
    private const int GetErrorMessage = 2;
    private const int Version = 14;

    private static void** functions;

    /// <summary>The version string of the library.</summary>
    public static string Name { get; private set; } = "";

    /// <summary>Loads the library, installing the package into <paramref name="folder"/> first where it is missing.</summary>
    public static void Load(string folder)
    {
        if (Find(folder) == null) Install(folder);
        string path = Find(folder) ?? throw new FileNotFoundException($"npm installed onnxruntime-node, but {folder} holds no library for this system");
        nint library = NativeLibrary.Load(path);
        void** api = ((delegate* unmanaged<void**>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        functions = ((delegate* unmanaged<uint, void**>)api[0])(Version);
        Name = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)api[1])())!;
    }

    /// <summary>Entry <paramref name="index"/> of the table.</summary>
    public static void* Function(int index) => functions[index];

    /// <summary>Throws what a call reports.</summary>
    public static void Check(void* status)
    {
        if (status == null) return;
        byte* text = ((delegate* unmanaged<void*, byte*>)Function(GetErrorMessage))(status);
        throw new InvalidOperationException("ONNX Runtime: " + Marshal.PtrToStringUTF8((nint)text));
    }

    private static string? Find(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        string system = OperatingSystem.IsWindows() ? "win32" : "linux";
        string machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        string name = OperatingSystem.IsWindows() ? "onnxruntime.dll" : "libonnxruntime.so.1";
        string end = Path.Combine(system, machine, name);
        return Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).FirstOrDefault(f => f.EndsWith(end, StringComparison.Ordinal));
    }

    private static void Install(string folder)
    {
        Directory.CreateDirectory(folder);
        ProcessStartInfo start = new("npm", ["install", "onnxruntime-node", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder]);
        using Process npm = Process.Start(start) ?? throw new InvalidOperationException("npm did not start; install Node.js");
        npm.WaitForExit();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"npm could not install onnxruntime-node: exit code {npm.ExitCode}");
    }
}
