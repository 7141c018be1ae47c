using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import.Onnx.Schema;
using Google.Protobuf.Collections;
using static EdgeRuntime.Converter.Import.Onnx.Schema.TensorProto.Types;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>Decodes tensors: raw, typed, external and sparse storage, each checked against the declared dimensions before anything is allocated.</summary>
internal sealed class OnnxTensorReader(string? folder, long fileLength)
{
    private const long BaseElements = 1L << 20;

    /// <summary>Elements that sparse tensors may still expand to.</summary>
    private long sparseBudget = BaseElements + (8 * fileLength);

    private readonly ExternalData external = new(folder);

    /// <summary>Elements that may be computed from constants in this model.</summary>
    public long FoldingBudget => BaseElements + (8 * (fileLength + external.TotalBytes));

    /// <summary>Operations this model may be lowered to: an ONNX node takes some 14 bytes at the least and 100 as a rule, and few become more than five operations.</summary>
    public int NodeBudget => (int)Math.Min(1 << 18, 1024 + (fileLength / 16));

    /// <summary>Bytes an element takes in raw form, 0 for types this converter does not read.</summary>
    public static int ElementBytes(int type) => (DataType)type switch
    {
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Uint8 or DataType.Int8 or DataType.Bool => 1,
        DataType.Uint16 or DataType.Int16 or DataType.Float16 or DataType.Bfloat16 => 2,
        DataType.Int64 or DataType.Double or DataType.Uint64 => 8,
        _ => 0,
    };

    /// <summary>The converter's name of an ONNX element type.</summary>
    public static ElementType TypeOf(int type) => (DataType)type switch
    {
        DataType.Float or DataType.Float16 or DataType.Double or DataType.Bfloat16 => ElementType.Float32,
        DataType.Int8 => ElementType.Int8,
        DataType.Uint8 => ElementType.UInt8,
        DataType.Int32 => ElementType.Int32,
        DataType.Int64 => ElementType.Int64,
        DataType.Bool => ElementType.Bool,
        _ => ElementType.Other,
    };

    /// <summary>An element type's name in messages.</summary>
    public static string TypeName(int type) => Enum.IsDefined((DataType)type) ? ((DataType)type).ToString().ToLowerInvariant() : $"number {type}";

    /// <summary>The values of <paramref name="tensor"/>; <paramref name="where"/> names it in messages.</summary>
    public TensorData Read(TensorProto tensor, string where)
    {
        int bytes = ElementBytes(tensor.DataType);
        if (bytes == 0) throw new ConversionException($"{where} has the element type {TypeName(tensor.DataType)}, which is not supported; use float or int8 weights");
        if (tensor.Segment is not null) throw new ConversionException($"{where} is stored in segments, which is not supported; save the model again");
        int[] shape = Shape(tensor.Dims, where);
        long count = Shapes.Count(shape);
        if (tensor.DataLocation == DataLocation.External)
        {
            if (tensor.RawData.Length > 0) throw new ConversionException($"{where} has both internal and external data; expected one of them");
            return Decode(tensor.DataType, shape, external.Read(tensor, count * bytes, where));
        }

        if (tensor.RawData.Length > 0 || (count == 0 && Typed(tensor) == 0))
        {
            if (Typed(tensor) > 0) throw new ConversionException($"{where} has both raw and typed data; expected one of them");
            Expect(tensor.RawData.Length, count * bytes, "bytes of raw data", where, shape);
            return Decode(tensor.DataType, shape, tensor.RawData.Span);
        }

        Expect(Typed(tensor), count, "values", where, shape);
        return FromTyped(tensor, shape, where);
    }

    /// <summary>The dense form of a sparse tensor.</summary>
    public TensorData Read(SparseTensorProto sparse, string where)
    {
        if (sparse.Values is null || sparse.Indices is null) throw new ConversionException($"{where} is a sparse tensor without values or indices");
        TensorData values = Read(sparse.Values, where);
        TensorData indices = Read(sparse.Indices, where);
        int[] shape = Shape(sparse.Dims, where);
        int count = Shapes.Count(shape);
        sparseBudget -= count;
        if (sparseBudget < 0) throw new ConversionException($"{where} is a sparse tensor far larger than the file; store it densely");
        bool coordinates = indices.Shape.Length == 2;
        if (values.Shape.Length != 1 || indices.Type != ElementType.Int64 || indices.Shape.Length is < 1 or > 2 || indices.Shape[0] != values.Count || (coordinates && indices.Shape[1] != shape.Length))
            throw new ConversionException($"{where} is a sparse tensor whose values {Shapes.Text(values.Shape)} and indices {Shapes.Text(indices.Shape)} do not fit {Shapes.Text(shape)}");
        int[] strides = Shapes.Strides(shape);
        float[] floats = new float[values.IsFloat ? count : 0];
        long[] integers = new long[values.IsFloat ? 0 : count];
        for (int i = 0; i < values.Count; i++)
        {
            int at = SparseIndex(indices, i, coordinates ? shape : [count], coordinates ? strides : [1], where);
            if (values.IsFloat) floats[at] = values.Floats[i];
            else integers[at] = values.Integers[i];
        }

        return values.IsFloat ? TensorData.Of(shape, floats) : TensorData.Of(shape, integers, values.Type);
    }

    /// <summary>Checked dimensions.</summary>
    public static int[] Shape(RepeatedField<long> dims, string where)
    {
        if (dims.Count > Shapes.MaxRank) throw new ConversionException($"{where} has {dims.Count} dimensions; at most {Shapes.MaxRank} are supported");
        if (dims.Any(d => d is < 0 or > Shapes.MaxElements)) throw new ConversionException($"{where} declares the dimensions [{string.Join(", ", dims)}]; each must be between 0 and {Shapes.MaxElements}");
        int[] shape = [.. dims.Select(d => (int)d)];
        Shapes.Count(shape);
        return shape;
    }

    private static int SparseIndex(TensorData indices, int i, int[] shape, int[] strides, string where)
    {
        int at = 0;
        for (int d = 0; d < shape.Length; d++)
        {
            long index = indices.Integers[(i * shape.Length) + d];
            if (index < 0 || index >= shape[d]) throw new ConversionException($"{where} is a sparse tensor with the index {index}, outside dimension {d} of size {shape[d]}");
            at += (int)index * strides[d];
        }

        return at;
    }

    private static int Typed(TensorProto t) => t.FloatData.Count + t.Int32Data.Count + t.Int64Data.Count + t.DoubleData.Count + t.Uint64Data.Count + t.StringData.Count;

    private static void Expect(long found, long expected, string what, string where, int[] shape)
    {
        if (found != expected) throw new ConversionException($"{where} of shape {Shapes.Text(shape)} should have {expected} {what}, found {found}");
    }

    private static TensorData Decode(int type, int[] shape, ReadOnlySpan<byte> b)
    {
        int size = ElementBytes(type);
        int count = b.Length / size;
        if (TypeOf(type) == ElementType.Float32)
        {
            float[] floats = new float[count];
            for (int i = 0; i < count; i++) floats[i] = DecodeFloat((DataType)type, b.Slice(i * size, size));
            return TensorData.Of(shape, floats);
        }

        long[] integers = new long[count];
        for (int i = 0; i < count; i++) integers[i] = DecodeInteger((DataType)type, b.Slice(i * size, size));
        return TensorData.Of(shape, integers, TypeOf(type));
    }

    private static float DecodeFloat(DataType type, ReadOnlySpan<byte> b) => type switch
    {
        DataType.Float => BinaryPrimitives.ReadSingleLittleEndian(b),
        DataType.Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(b),
        DataType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(b),
        _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(b) << 16),
    };

    private static long DecodeInteger(DataType type, ReadOnlySpan<byte> b) => type switch
    {
        DataType.Int8 => (sbyte)b[0],
        DataType.Uint8 => b[0],
        DataType.Bool => b[0] != 0 ? 1 : 0,
        DataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(b),
        DataType.Uint16 => BinaryPrimitives.ReadUInt16LittleEndian(b),
        DataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(b),
        DataType.Uint32 => BinaryPrimitives.ReadUInt32LittleEndian(b),
        _ => BinaryPrimitives.ReadInt64LittleEndian(b),
    };

    private static TensorData FromTyped(TensorProto t, int[] shape, string where)
    {
        DataType type = (DataType)t.DataType;
        IEnumerable<float>? floats = type switch
        {
            DataType.Float => t.FloatData,
            DataType.Double => t.DoubleData.Select(d => (float)d),
            DataType.Float16 => t.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)),
            DataType.Bfloat16 => t.Int32Data.Select(bits => BitConverter.Int32BitsToSingle(bits << 16)),
            _ => null,
        };
        IEnumerable<long> integers = type switch
        {
            DataType.Int64 => t.Int64Data,
            DataType.Uint32 or DataType.Uint64 => t.Uint64Data.Select(u => unchecked((long)u)),
            _ => t.Int32Data.Select(i => Narrow(type, i)),
        };
        int found = floats?.Count() ?? integers.Count();
        if (found != Typed(t)) throw new ConversionException($"{where} holds values in a field that does not belong to its element type {TypeName(t.DataType)}");
        return floats is not null ? TensorData.Of(shape, [.. floats]) : TensorData.Of(shape, [.. integers], TypeOf(t.DataType));
    }

    private static long Narrow(DataType type, int value) => type switch
    {
        DataType.Int8 => (sbyte)value,
        DataType.Uint8 => (byte)value,
        DataType.Int16 => (short)value,
        DataType.Uint16 => (ushort)value,
        DataType.Bool => value != 0 ? 1 : 0,
        _ => value,
    };
}
