using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Blocks of pixels as channels and back, as reshapes around a transpose.</summary>
internal static class BlockShaping
{
    /// <summary>[N, C b b, H, W] to [N, C, H b, W b]; channels hold block rows, block columns, C in this order (DCR) or C first (CRD).</summary>
    public static void DepthToSpace(OnnxNode node)
    {
        (Value x, int[] s, int block) = Read(node);
        string mode = node.Text("mode", "DCR");
        if (mode is not ("DCR" or "CRD")) throw node.Error($"attribute 'mode' is '{mode}'; expected DCR or CRD");
        if (s[1] % (block * block) != 0) throw node.Error($"{s[1]} channels cannot be spread over blocks of {block} x {block}");
        int channels = s[1] / (block * block);
        bool blocksFirst = mode == "DCR";
        int[] split = blocksFirst ? [s[0], block, block, channels, s[2], s[3]] : [s[0], channels, block, block, s[2], s[3]];
        int[] order = blocksFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
        Value parts = node.Builder.Transpose(node.Builder.Reshape(x, node.Name + "/blocks", split), node.Name + "/order", order);
        node.Set(node.Builder.Reshape(parts, node.Name, s[0], channels, s[2] * block, s[3] * block));
    }

    /// <summary>[N, C, H b, W b] to [N, b b C, H, W].</summary>
    public static void SpaceToDepth(OnnxNode node)
    {
        (Value x, int[] s, int block) = Read(node);
        if (s[2] % block != 0 || s[3] % block != 0) throw node.Error($"an image of {s[2]} x {s[3]} does not divide into blocks of {block} x {block}");
        int[] split = [s[0], s[1], s[2] / block, block, s[3] / block, block];
        Value parts = node.Builder.Transpose(node.Builder.Reshape(x, node.Name + "/blocks", split), node.Name + "/order", 0, 3, 5, 1, 2, 4);
        node.Set(node.Builder.Reshape(parts, node.Name, s[0], s[1] * block * block, s[2] / block, s[3] / block));
    }

    private static (Value X, int[] Shape, int Block) Read(OnnxNode node)
    {
        Value x = node.Float(0);
        int block = node.Int("blocksize", 0);
        if (block is < 1 or > 1024) throw node.Error($"attribute 'blocksize' is {block}; expected 1 to 1024");
        return x.Shape.Length == 4 ? (x, x.Shape, block) : throw node.Error($"the input has the shape {Shapes.Text(x.Shape)}; expected [N, C, H, W]");
    }
}
