namespace EdgeRuntime.Format;

/// <summary>Encoding 6: minus or plus a scale; bit 1 is -1, bit 0 is +1. 1 bit a weight.</summary>
/// <remarks>
/// With a group length g each group of g elements begins a new little-endian 32-bit word and is filled up with zero bits: the layout that
/// XNOR kernels execute in place. Rastegari et al. 2016 (arXiv 1603.05279).
/// </remarks>
public static unsafe class BinaryEncoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k, int coding)
    {
        Scales.ReadBlock(ref c, ref k);
        int at = c.At;
        int group = Read.Varint(ref c, k.RowLength);
        k.GroupLength = group;
        if (group == 0)
        {
            Symbols.ReadHeader(ref c, coding, 1, k.Rows * k.RowLength, ref k.Values);
            Symbols.ReadPayload(ref c, ref k.Values);
            return;
        }

        if (coding != CodingId.Raw) Read.Fail(ref c, Status.UnknownCoding, at, coding, CodingId.Raw);
        if (k.RowLength % group != 0) Read.Fail(ref c, Status.WrongShape, at, group, k.RowLength);
        int groups = k.Rows * (k.RowLength / group);
        int bytes = GroupBytes(group);
        if (groups > Limits.FileBytes / bytes) Read.Fail(ref c, Status.LimitExceeded, at, groups, Limits.FileBytes / bytes);
        k.DataBytes = c.Fault == Status.Ok ? groups * bytes : 0;
        k.DataAt = Read.Skip(ref c, k.DataBytes);
    }

    /// <summary>Bytes of a group of <paramref name="length"/> elements.</summary>
    public static int GroupBytes(int length) => (length + 31 >> 5) * 4;

    public static int Validate(Bytes file, ref Constant k, Words state, int s0)
    {
        int status = Scales.Validate(file, ref k);
        if (status != Status.Ok) return status;
        if (k.GroupLength == 0) return Symbols.Validate(file, ref k.Values, state, s0, 2);
        int used = k.GroupLength & 31;
        if (used == 0) return Status.Ok;
        int bytes = GroupBytes(k.GroupLength);
        for (int end = bytes; end <= k.DataBytes; end += bytes)
            if (Port.Word(file, k.DataAt + end - 4) >> used != 0u) return Status.BadStream;
        return Status.Ok;
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        if (k.GroupLength == 0)
        {
            Symbols.Floats(w.File, ref k.Values, ref w.Values, w.State, w.StateAt, tile, t0, count);
            for (int i = 0; i < count; i++) tile[t0 + i] = 1f - 2f * tile[t0 + i];
        }
        else
        {
            int group = w.Next / k.GroupLength;
            int within = w.Next - group * k.GroupLength;
            int bytes = GroupBytes(k.GroupLength);
            int at = k.DataAt + group * bytes;
            for (int i = 0; i < count; i++)
            {
                tile[t0 + i] = 1 - 2 * (w.File[at + (within >> 3)] >> (within & 7) & 1);
                if (++within < k.GroupLength) continue;
                within = 0;
                at += bytes;
            }
        }

        Scales.Apply(ref w, ref k, tile, t0, count);
    }

    public static void Ints(ref WeightCursor w, ref Constant k, SBytes tile, int t0, int count)
    {
        if (k.GroupLength == 0)
        {
            Symbols.Ints(w.File, ref k.Values, ref w.Values, w.State, w.StateAt, tile, t0, count);
            for (int i = 0; i < count; i++) tile[t0 + i] = (sbyte)(1 - 2 * tile[t0 + i]);
            return;
        }

        int group = w.Next / k.GroupLength;
        int within = w.Next - group * k.GroupLength;
        int bytes = GroupBytes(k.GroupLength);
        int at = k.DataAt + group * bytes;
        for (int i = 0; i < count; i++)
        {
            tile[t0 + i] = (sbyte)(1 - 2 * (w.File[at + (within >> 3)] >> (within & 7) & 1));
            if (++within < k.GroupLength) continue;
            within = 0;
            at += bytes;
        }
    }
}
