using System.Collections.Generic;
using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>Walks signatures and notes kinds of types that nanoFramework does not have; the context is what the note names.</summary>
internal sealed class NanoSignatures(ICollection<string> findings) : ISignatureTypeProvider<int, string>
{
    public int GetArrayType(int element, ArrayShape shape) => Note("multi-dimensional array");

    public int GetFunctionPointerType(MethodSignature<int> signature) => Note("function pointer");

    public int GetGenericInstantiation(int generic, ImmutableArray<int> arguments) => Note("generic type");

    public int GetGenericMethodParameter(string where, int index) => Note($"{where}: generic parameter");

    public int GetGenericTypeParameter(string where, int index) => Note($"{where}: generic parameter");

    public int GetPinnedType(int element) => Note("pinned local");

    public int GetPointerType(int element) => Note("pointer");

    public int GetByReferenceType(int element) => 0;

    public int GetModifiedType(int modifier, int unmodified, bool isRequired) => 0;

    public int GetPrimitiveType(PrimitiveTypeCode code) => 0;

    public int GetSZArrayType(int element) => 0;

    public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte kind) => 0;

    public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind) => 0;

    public int GetTypeFromSpecification(MetadataReader reader, string where, TypeSpecificationHandle handle, byte kind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, where);

    private int Note(string finding)
    {
        findings.Add(finding);
        return 0;
    }
}

/// <summary>Bytes of a field that holds the data of an array initialiser.</summary>
internal sealed class FieldSize(MetadataReader metadata) : ISignatureTypeProvider<int, object?>
{
    public int GetPrimitiveType(PrimitiveTypeCode code) => code switch
    {
        PrimitiveTypeCode.Boolean or PrimitiveTypeCode.SByte or PrimitiveTypeCode.Byte => 1,
        PrimitiveTypeCode.Char or PrimitiveTypeCode.Int16 or PrimitiveTypeCode.UInt16 => 2,
        PrimitiveTypeCode.Int64 or PrimitiveTypeCode.UInt64 or PrimitiveTypeCode.Double => 8,
        _ => 4,
    };

    public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte kind) => metadata.GetTypeDefinition(handle).GetLayout().Size;

    public int GetArrayType(int element, ArrayShape shape) => 0;

    public int GetByReferenceType(int element) => 0;

    public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

    public int GetGenericInstantiation(int generic, ImmutableArray<int> arguments) => 0;

    public int GetGenericMethodParameter(object? where, int index) => 0;

    public int GetGenericTypeParameter(object? where, int index) => 0;

    public int GetModifiedType(int modifier, int unmodified, bool isRequired) => unmodified;

    public int GetPinnedType(int element) => element;

    public int GetPointerType(int element) => 0;

    public int GetSZArrayType(int element) => 0;

    public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind) => 0;

    public int GetTypeFromSpecification(MetadataReader reader, object? where, TypeSpecificationHandle handle, byte kind) => 0;
}
