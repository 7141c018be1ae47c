using System;
using System.IO;

using Xunit;

// The simulated devices of a process lie in one folder.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace EdgeRuntime.Devices.Tests.Adapters;

/// <summary>A folder of simulated devices.</summary>
internal sealed class SimulatedDevices : IDisposable
{
    private const string Variable = "EDGE_SIMULATED_DEVICES";

    public SimulatedDevices() => Environment.SetEnvironmentVariable(Variable, Folder);

    public string Folder { get; } = Directory.CreateTempSubdirectory("devices").FullName;

    /// <summary>Path of the device file of camera 0, without its number.</summary>
    public string Cameras => At("video");

    /// <summary>What happened to the pins.</summary>
    public string[] Pins => File.ReadAllLines(At("pins.log"));

    public string At(string name) => Path.Combine(Folder, name);

    public void Write(string name, ReadOnlySpan<byte> content) => File.WriteAllBytes(At(name), content);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.Delete(Folder, recursive: true);
    }
}
