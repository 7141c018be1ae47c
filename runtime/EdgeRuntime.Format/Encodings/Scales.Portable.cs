namespace EdgeRuntime.Format;

/// <summary>Scale block: one byte of <see cref="ScaleKind"/>, then no scale, one, or one a row, fp32 or fp16.</summary>
public static unsafe class Scales
{
    /// <summary>Reads the block.</summary>
    public static void ReadBlock(ref Cursor c, ref Constant k)
    {
        int kind = Read.U8(ref c);
        if (kind >= ScaleKind.Count)
        {
            Read.Fail(ref c, Status.UnknownEncoding, c.At - 1, kind, ScaleKind.Count - 1);
            return;
        }

        k.ScaleKind = kind;
        k.ScaleAt = Read.Skip(ref c, Stored(kind, k.Rows) * Size(kind));
    }

    /// <summary>Bytes of one scale.</summary>
    public static int Size(int kind) => kind == ScaleKind.TensorFloat16 || kind == ScaleKind.RowFloat16 ? 2 : 4;

    /// <summary>Number of scales for <paramref name="rows"/> rows.</summary>
    public static int Stored(int kind, int rows)
    {
        switch (kind)
        {
            case ScaleKind.None: return 0;
            case ScaleKind.TensorFloat32: return 1;
            case ScaleKind.TensorFloat16: return 1;
            default: return rows;
        }
    }

    /// <summary>The scale of a row; 1 when there is none.</summary>
    public static float Of(Bytes file, ref Constant k, int row)
    {
        switch (k.ScaleKind)
        {
            case ScaleKind.TensorFloat32: return Port.ToFloat(Port.Word(file, k.ScaleAt));
            case ScaleKind.RowFloat32: return Port.ToFloat(Port.Word(file, k.ScaleAt + 4 * row));
            case ScaleKind.TensorFloat16: return HalfFloat.At(file, k.ScaleAt);
            case ScaleKind.RowFloat16: return HalfFloat.At(file, k.ScaleAt + 2 * row);
            default: return 1f;
        }
    }

    /// <summary>Multiplies the elements from <see cref="WeightCursor.Next"/> on, which stand in the tile as integers, by the scales of their rows.</summary>
    public static void Apply(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        if (k.ScaleKind == ScaleKind.None) return;
        int done = 0;
        while (done < count)
        {
            int at = w.Next + done;
            EnterRow(ref w, ref k, at);
            int run = w.RowEnd - at < count - done ? w.RowEnd - at : count - done;
            float scale = Of(w.File, ref k, w.Row);
            for (int i = done; i < done + run; i++) tile[t0 + i] *= scale;
            done += run;
        }
    }

    /// <summary>Moves <see cref="WeightCursor.Row"/> to the row of element <paramref name="at"/>.</summary>
    public static void EnterRow(ref WeightCursor w, ref Constant k, int at)
    {
        while (at >= w.RowEnd && w.Row < k.Rows - 1)
        {
            w.Row++;
            w.RowEnd += k.RowLength;
        }

        if (at >= w.RowEnd) w.RowEnd = Limits.Elements * 2;
    }

    /// <summary>Every scale must stay finite when multiplied by any 8-bit integer: below 2^120.</summary>
    public static int Validate(Bytes file, ref Constant k)
    {
        int count = Stored(k.ScaleKind, k.Rows);
        bool half = Size(k.ScaleKind) == 2;
        for (int i = 0; i < count; i++)
        {
            uint bits = half ? HalfFloat.ToSingleBits(HalfFloat.Bits(file, k.ScaleAt + 2 * i)) : Port.Word(file, k.ScaleAt + 4 * i);
            if ((bits >> 23 & 255u) >= 247u) return Status.NotFinite;
        }

        return Status.Ok;
    }
}
