using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>Finds what nanoFramework's tools refuse or its interpreter does differently, in a compiled assembly.</summary>
internal sealed class NanoVerifier
{
    /// <summary>16-bit offsets of the device's file format: IL, initialised data and static methods are counted in them.</summary>
    public const int ByteLimit = 65535;
    public const int StaticMethodLimit = 255;

    private static readonly Dictionary<int, OpCode> OpCodeTable = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(op => (int)(ushort)op.Value);

    private static readonly string[] Refused = ["localloc", "cpblk", "initblk", "calli", "mkrefany", "refanyval", "refanytype", "arglist", "jmp"];

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly NanoSignatures _signatures;
    private readonly SortedSet<string> _findings = [];

    private NanoVerifier(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        _signatures = new NanoSignatures(_findings);
    }

    /// <summary>Bytes of IL in all methods.</summary>
    public int IlBytes { get; private set; }

    /// <summary>Bytes of array initialisers.</summary>
    public int DataBytes { get; private set; }

    /// <summary>Largest number of static methods of one type.</summary>
    public int StaticMethods { get; private set; }

    /// <summary>One sentence a violation; empty when a device takes the assembly.</summary>
    public IReadOnlyCollection<string> Findings => _findings;

    /// <summary>Examines an assembly.</summary>
    public static NanoVerifier Examine(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        NanoVerifier verifier = new(file);
        verifier.Tables();
        foreach (TypeDefinitionHandle type in verifier._metadata.TypeDefinitions) verifier.Type(verifier._metadata.GetTypeDefinition(type));
        verifier.Limit(verifier.IlBytes, ByteLimit, "bytes of IL in the assembly");
        verifier.Limit(verifier.DataBytes, ByteLimit, "bytes of initialised data in the assembly");
        return verifier;
    }

    private void Tables()
    {
        foreach (AssemblyReferenceHandle handle in _metadata.AssemblyReferences)
        {
            string name = _metadata.GetString(_metadata.GetAssemblyReference(handle).Name);
            if (name != "mscorlib") _findings.Add($"reference to {name}");
        }

        if (_metadata.GetTableRowCount(TableIndex.GenericParam) > 0) _findings.Add("generic definition");
        if (_metadata.GetTableRowCount(TableIndex.MethodSpec) > 0) _findings.Add("generic method instantiation");
        for (int row = 1; row <= _metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
            _metadata.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row)).DecodeSignature(_signatures, "type specification");
        foreach (MemberReferenceHandle handle in _metadata.MemberReferences)
        {
            MemberReference member = _metadata.GetMemberReference(handle);
            if (member.GetKind() == MemberReferenceKind.Method) member.DecodeMethodSignature(_signatures, _metadata.GetString(member.Name));
        }
    }

    private void Type(TypeDefinition type)
    {
        string name = _metadata.GetString(type.Name);
        foreach (FieldDefinition field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(_signatures, name + "." + _metadata.GetString(field.Name));
            if ((field.Attributes & FieldAttributes.HasFieldRVA) != 0) DataBytes += field.DecodeSignature(new FieldSize(_metadata), null);
        }

        int statics = 0;
        foreach (MethodDefinition method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            if ((method.Attributes & MethodAttributes.Static) != 0) statics++;
            Method(method, name + "." + _metadata.GetString(method.Name));
        }

        if (statics > StaticMethods) StaticMethods = statics;
        Limit(statics, StaticMethodLimit, $"static methods in {name}");
    }

    private void Method(MethodDefinition method, string name)
    {
        method.DecodeSignature(_signatures, name);
        if (method.RelativeVirtualAddress == 0) return;
        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil) _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, name);
        BlobReader il = body.GetILReader();
        IlBytes += il.Length;
        while (il.RemainingBytes > 0)
        {
            int code = il.ReadByte();
            if (code == 0xFE) code = 0xFE00 | il.ReadByte();
            OpCode op = OpCodeTable[code];
            if (Refused.Contains(op.Name)) _findings.Add($"{name}: {op.Name}");
            if (op.Name!.Contains(".ovf")) _findings.Add($"{name}: {op.Name}, which the interpreter does not check");
            il.Offset += OperandBytes(op, il);
        }
    }

    private static int OperandBytes(OpCode op, BlobReader il) => op.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * il.ReadInt32(),
        _ => 4,
    };

    private void Limit(int value, int limit, string what)
    {
        if (value > limit) _findings.Add($"{value} {what}, at most {limit} are possible");
    }
}
