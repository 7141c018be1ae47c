using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace EdgeRuntime.NanoCost;

/// <summary>IL instructions and calls of one inference.</summary>
public sealed record Executed(long Instructions, long Calls);

/// <summary>The nanoFramework engine in its counting form.</summary>
public sealed class CountingEngine : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-nano-").FullName;
    private readonly AssemblyLoadContext context = new("nano", isCollectible: true);
    private readonly Type model;
    private readonly Type counter;

    /// <summary>Makes the counting form of the assembly at <paramref name="assembly"/> and loads it.</summary>
    public CountingEngine(string assembly)
    {
        string counting = Path.Combine(folder, "EdgeRuntime.Nano.dll");
        CountingAssembly.Write(assembly, counting);
        using MemoryStream bytes = new(File.ReadAllBytes(counting));
        Assembly loaded = context.LoadFromStream(bytes);
        model = loaded.GetType("EdgeRuntime.Nano.Model", throwOnError: true)!;
        counter = loaded.GetType(CountingAssembly.Counter, throwOnError: true)!;
    }

    /// <summary>Cost of checking a model file at start, and of one inference on pseudo-random inputs.</summary>
    /// <exception cref="InvalidDataException">The file is no valid model.</exception>
    public (Executed Start, Executed Run) Count(byte[] file, int seed = 1)
    {
        Reset();
        object instance;
        try
        {
            instance = model.GetConstructors()[0].Invoke([file, null]);
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidDataException(e.InnerException!.Message, e.InnerException);
        }

        Executed start = Reset();
        Random random = new(seed);
        foreach (ref float v in ((float[])Property(instance, "Floats")).AsSpan()) v = random.NextSingle();
        foreach (ref sbyte v in ((sbyte[])Property(instance, "Int8")).AsSpan()) v = (sbyte)random.Next(-128, 128);
        Reset();
        model.GetMethod("Run", Type.EmptyTypes)!.Invoke(instance, null);
        return (start, Reset());
    }

    public void Dispose()
    {
        context.Unload();
        Directory.Delete(folder, recursive: true);
    }

    private object Property(object instance, string name) => model.GetProperty(name)!.GetValue(instance)!;

    /// <summary>What was counted; counting begins anew.</summary>
    private Executed Reset() => new(Take(CountingAssembly.Instructions), Take(CountingAssembly.Calls));

    private long Take(string field)
    {
        FieldInfo f = counter.GetField(field)!;
        long value = (long)f.GetValue(null)!;
        f.SetValue(null, 0L);
        return value;
    }
}
