namespace EdgeRuntime.Format;

/// <summary>Encoding 8: minus a scale, zero or plus a scale, five to a byte: sum of digit i x 3^i with digits 0, 1, 2 for 0, +1, -1. 1.6 bits a weight.</summary>
public static unsafe class TernaryTritsEncoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k)
    {
        Scales.ReadBlock(ref c, ref k);
        k.DataBytes = (k.Rows * k.RowLength + 4) / 5;
        k.DataAt = Read.Skip(ref c, k.DataBytes);
    }

    /// <summary>Bytes are below 243 and the digits that fill the last one are zero.</summary>
    public static int Validate(Bytes file, ref Constant k)
    {
        for (int i = 0; i < k.DataBytes; i++)
            if (file[k.DataAt + i] >= 243) return Status.BadStream;
        int rest = file[k.DataAt + k.DataBytes - 1];
        for (int used = k.Rows * k.RowLength - 5 * (k.DataBytes - 1); used > 0; used--) rest /= 3;
        return rest != 0 ? Status.BadStream : Scales.Validate(file, ref k);
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        int at = k.DataAt + w.Next / 5;
        int within = w.Next % 5;
        int rest = Rest(w.File, at, within);
        for (int i = 0; i < count; i++)
        {
            if (within == 5)
            {
                within = 0;
                rest = w.File[++at];
            }

            int digit = rest % 3;
            tile[t0 + i] = digit - 3 * (digit >> 1);
            rest /= 3;
            within++;
        }

        Scales.Apply(ref w, ref k, tile, t0, count);
    }

    public static void Ints(ref WeightCursor w, ref Constant k, SBytes tile, int t0, int count)
    {
        int at = k.DataAt + w.Next / 5;
        int within = w.Next % 5;
        int rest = Rest(w.File, at, within);
        for (int i = 0; i < count; i++)
        {
            if (within == 5)
            {
                within = 0;
                rest = w.File[++at];
            }

            int digit = rest % 3;
            tile[t0 + i] = (sbyte)(digit - 3 * (digit >> 1));
            rest /= 3;
            within++;
        }
    }

    private static int Rest(Bytes file, int at, int within)
    {
        int rest = file[at];
        for (int i = 0; i < within; i++) rest /= 3;
        return rest;
    }
}
