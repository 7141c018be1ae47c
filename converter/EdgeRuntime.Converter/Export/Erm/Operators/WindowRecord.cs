using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Window attributes of convolution and pooling as the record stores them.</summary>
internal static class WindowRecord
{
    /// <summary>Writes the flag byte, with <paramref name="upper"/> in bits 4 to 7, and the fields it announces.</summary>
    public static void Write(ByteWriter w, Node node, int[] kernel, int upper)
    {
        int[] strides = node.Attributes.Ints("strides", [1, 1]);
        int[] dilations = node.Attributes.Ints("dilations", [1, 1]);
        int[] pads = node.Attributes.Ints("pads", [0, 0, 0, 0]);
        bool square = kernel[0] == kernel[1];
        int flags = upper;
        if (!square) flags |= 1;
        if (strides is not [1, 1]) flags |= 2;
        if (dilations is not [1, 1]) flags |= 4;
        if (pads is not [0, 0, 0, 0]) flags |= 8;
        w.U8(flags);
        w.Varint(kernel[0]);
        if (!square) w.Varint(kernel[1]);
        if ((flags & 2) != 0) List(w, strides);
        if ((flags & 4) != 0) List(w, dilations);
        if ((flags & 8) != 0) List(w, pads);
    }

    private static void List(ByteWriter w, int[] values)
    {
        foreach (int v in values) w.Varint(v);
    }
}
