extern alias nano;
using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Xunit;
using INativeEngine = nano::EdgeRuntime.Nano.INativeEngine;
using NanoModel = nano::EdgeRuntime.Nano.Model;
using NativeEngine = nano::EdgeRuntime.Nano.NativeEngine;
using Refusal = nano::EdgeRuntime.Nano.Refusal;

namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>The native engine behind nanoFramework's managed one.</summary>
public class NativeEngineTests
{
    private static readonly string Glue = File.ReadAllText(Repository.At("firmware", "nanoframework", "Interop", "native", "edge_nano.cpp"));

    [Fact]
    public void WithoutTheNativePartManagedCodeRuns()
    {
        NanoModel model = new(SampleModels.All["shapes"], new NativeEngine());
        Assert.False(model.IsNative);
        model.Run();
    }

    [Fact]
    public void WithTheNativePartItChecksAndRuns()
    {
        Recorder engine = new(0);
        NanoModel model = new(SampleModels.All["shapes"], engine);
        model.Run();
        Assert.True(model.IsNative);
        Assert.Equal("open check run", engine.Calls);
    }

    [Fact]
    public void ARefusalOfTheNativePartIsTheModels()
    {
        Refusal refusal = Assert.Throws<Refusal>(() => new NanoModel(SampleModels.All["shapes"], new Recorder(7)));
        Assert.Equal((7, 11, 12, 13), (refusal.Status, refusal.At, refusal.Found, refusal.Expected));
    }

    /// <summary>nanoFramework finds native methods by their place in the assembly, and refuses an assembly whose checksum is another.</summary>
    [Fact]
    public void TheGlueListsTheMethodsOfTheAssembly()
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(typeof(NativeEngine).Assembly.Location);
        MethodDefinition[] methods = [.. assembly.MainModule.Types.Where(t => t.IsClass && t.Name != "<Module>").SelectMany(t => t.Methods.OrderBy(Place))];
        string[] expected = [.. methods.Select(m => m.RVA == 0 ? "Engine::" + Signature(m) : "NULL")];
        string table = Regex.Match(Glue, @"method_lookup\[\] = \{(.*?)\};", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal(expected, table.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\"{assembly.Name.Name}\",\n    0x{Checksum(assembly.Name.Name, methods):X8},"), Glue, StringComparison.Ordinal);
        Version version = assembly.Name.Version;
        Assert.Contains($"{{ {version.Major}, {version.Minor}, {version.Build}, {version.Revision} }}", Glue, StringComparison.Ordinal);
    }

    /// <summary>Virtual methods, others, static ones: the order in the device's file format.</summary>
    private static int Place(MethodDefinition m) => m.IsVirtual ? 0 : m.IsStatic ? 2 : 1;

    private static string Signature(MethodDefinition m)
        => m.Name + (m.IsStatic ? "___STATIC__" : "___") + string.Join("__", m.Parameters.Select(p => p.ParameterType).Prepend(m.ReturnType).Select(Type));

    private static string Type(TypeReference t) => t.IsArray ? "SZARRAY_" + Type(t.GetElementType()) : t.MetadataType switch
    {
        MetadataType.Void => "VOID",
        MetadataType.Int32 => "I4",
        MetadataType.UInt32 => "U4",
        MetadataType.Byte => "U1",
        MetadataType.SByte => "I1",
        MetadataType.Single => "R4",
        _ => throw new NotSupportedException(t.FullName),
    };

    /// <summary>CRC-32 (polynomial 04C11DB7, most significant bit first, from 0) over assembly, class and signature of each native method and "NULL" for others; of the first native method the signature alone counts.</summary>
    private static uint Checksum(string assembly, MethodDefinition[] methods)
    {
        uint crc = 0;
        bool first = true;
        foreach (MethodDefinition m in methods)
        {
            if (m.RVA != 0) crc = first ? 0 : Append(crc, "NULL");
            else if (first) crc = Append(0, Signature(m));
            else crc = Append(Append(Append(crc, assembly), m.DeclaringType.FullName.Replace('.', '_')), Signature(m));
            first &= m.RVA != 0;
        }

        return crc;
    }

    private static uint Append(uint crc, string text)
    {
        foreach (byte b in Encoding.ASCII.GetBytes(text))
        {
            crc ^= (uint)b << 24;
            for (int bit = 0; bit < 8; bit++) crc = (crc << 1) ^ ((crc >> 31) * 0x04C11DB7u);
        }

        return crc;
    }

    private sealed class Recorder(int status) : INativeEngine
    {
        public string Calls { get; private set; } = "";

        public int Open(uint[] state, byte[] file)
        {
            Calls += "open";
            return 0;
        }

        public int Check(uint[] state, byte[] file, sbyte[] int8, uint[] words, float[] floats, int[] report)
        {
            Calls += " check";
            (report[0], report[1], report[2], report[3]) = (11, 12, 13, file.Length);
            return status;
        }

        public void Run(uint[] state, byte[] file, sbyte[] int8, uint[] words, float[] floats) => Calls += " run";
    }
}
