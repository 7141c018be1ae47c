using System;
using System.Linq;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Comparisons of integers with thresholds, in place of scales, shifts, limits and the comparison of floats with 0.</summary>
internal static class SignEmitter
{
    private const int MaskFlag = 16;

    /// <summary>Emits the comparison that begins with <paramref name="node"/> if its operand is int8; false where it is not, or a value overflows.</summary>
    public static bool FromInt8(Emission e, Node node)
    {
        if (e.Signs.Chains.FirstOrDefault(c => c.Nodes[0] == node && c.FromLayer is null) is not { Source.Quantization: { } q } chain) return false;
        int[] thresholds = new int[chain.Channels];
        for (int c = 0; c < thresholds.Length; c++)
        {
            if (Threshold(chain, c, sbyte.MinValue, sbyte.MaxValue, v => q.Scale * (v - q.ZeroPoint)) is not { } threshold) return false;
            thresholds[c] = threshold;
        }

        RecordBody body = new RecordBody().Attributes(w => w.Varint(thresholds.Length)).Vector(ConstantWriter.Vector(thresholds));
        Finish(e, chain, e.Push(chain.Nodes[^1].Name, Opcode.BinariseInt8, [e.Int8(chain.Source)], new Slot(Kind.Bits, chain.Source.Shape), body));
        return true;
    }

    /// <summary>Pools the bits where the chain pools, and lets them stand for its signs.</summary>
    public static void Finish(Emission e, SignChain chain, Slot bits)
    {
        for (int i = 0; i < chain.Nodes.Count; i++)
        {
            Node node = chain.Nodes[i];
            e.Skip(node);
            if (node.Op == Op.MaxPool) bits = Pool(e, chain, i, bits);
        }

        e.Define(chain.Signs, bits);
    }

    /// <summary>
    /// The stored threshold of one channel: the smallest integer from which on the sign is another than below, and which one it is below.
    /// Every step of the chain is monotone, so there is at most one such place.
    /// </summary>
    /// <param name="chain">What is done to the values.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="low">Smallest integer that occurs.</param>
    /// <param name="high">Largest.</param>
    /// <param name="value">The value an integer stands for.</param>
    /// <returns>Null where a value is not finite.</returns>
    public static int? Threshold(SignChain chain, int channel, int low, int high, Func<int, float> value)
    {
        if (!chain.IsFinite(value(low), value(high), channel)) return null;
        bool first = chain.IsMinus(value(low), channel);
        int from = low, end = high + 1;
        while (from < end)
        {
            int middle = from + (end - from) / 2;
            if (chain.IsMinus(value(middle), channel) == first) from = middle + 1;
            else end = middle;
        }

        // Never set is one threshold, whatever the direction.
        if (!first && from > high) return 2 * low;
        return 2 * from + (first ? 0 : 1);
    }

    private static Slot Pool(Emission e, SignChain chain, int index, Slot bits)
    {
        Node node = chain.Nodes[index];
        int channels = bits.Shape[^1];
        uint[] mask = new uint[(channels + 31) / 32];
        for (int c = 0; c < channels; c++)
            if (chain.Reverses(index, c)) mask[c / 32] |= 1u << (c % 32);
        bool masked = mask.Any(m => m != 0);
        RecordBody body = new RecordBody().Attributes(w =>
        {
            WindowRecord.Write(w, node, node.Attributes.Ints("kernel"), masked ? MaskFlag : 0);
            if (!masked) return;
            w.Varint(channels);
            foreach (uint m in mask) w.U32(m);
        });
        int[] pooled = [bits.Shape[0], node.Outputs[0].Shape[1], node.Outputs[0].Shape[2], channels];
        return e.Push(node.Name, Opcode.MaxPoolBits, [bits], new Slot(Kind.Bits, pooled), body);
    }
}
