namespace EdgeRuntime.Kernels;

/// <summary>
/// Dense layer whose weights take at most 16 values: 4-bit indices into a table that stays in registers, in panels of 32 outputs.
/// One accumulator an output, products added in the order of the inputs, so the sums are those of <see cref="ConvolutionFloat"/> bit for bit.
/// </summary>
/// <remarks>
/// Panel: [pair of inputs][32 bytes]; the low nibble of a byte belongs to the first input of the pair. Output o stands in byte <see cref="ByteOf"/>, an order
/// in which interleaving the four bytes of looked-up floats inside 128-bit lanes leaves neighbouring outputs in one vector. This loop is the specification.
/// </remarks>
public static unsafe class CodebookDense
{
    /// <summary>Outputs of a panel.</summary>
    public const int Panel = 32;

    /// <summary>Entries of a table.</summary>
    public const int Entries = 16;

    /// <summary>Byte of a pair that holds an output.</summary>
    public static int ByteOf(int output) => ((output & 4) << 2) + (output >> 3 << 2) + (output & 3);

    /// <summary>y[o] = sum over k of x[k] * (table[index of o and k] * scales[o]).</summary>
    /// <param name="indices">The panels one after the other, 32 bytes a pair of inputs.</param>
    /// <param name="panels">Number of panels.</param>
    /// <param name="pairs">Pairs of inputs; an odd number of inputs is filled up with one that is zero.</param>
    /// <param name="table">16 values.</param>
    /// <param name="scales">32 scales a panel, each product with a value rounded; or null: no scales.</param>
    /// <param name="x">Inputs, two a pair.</param>
    /// <param name="y">Receives 32 sums a panel.</param>
    public static void Multiply(byte* indices, int panels, int pairs, float* table, float* scales, float* x, float* y)
    {
        for (int o = 0; o < panels * Panel; o++)
        {
            float sum = 0f;
            byte* at = indices + ((long)(o / Panel) * pairs * Panel) + ByteOf(o % Panel);
            for (int pair = 0; pair < pairs; pair++, at += Panel)
            {
                sum += x[2 * pair] * Weight(table, *at & 15, scales, o);
                sum += x[(2 * pair) + 1] * Weight(table, *at >> 4, scales, o);
            }

            y[o] = sum;
        }
    }

    /// <summary>Splits the table into the bytes of its floats: 16 lowest bytes first.</summary>
    public static void Planes(float* table, byte* planes)
    {
        for (int i = 0; i < 4 * Entries; i++) planes[((i & 3) * Entries) + (i >> 2)] = ((byte*)table)[i];
    }

    /// <summary>Whether the two low bytes of all entries are zero, as in small integers.</summary>
    public static bool IsShort(float* table)
    {
        for (int i = 0; i < Entries; i++)
            if ((((uint*)table)[i] & 0xFFFFu) != 0u) return false;
        return true;
    }

    private static float Weight(float* table, int index, float* scales, int o) => scales == null ? table[index] : table[index] * scales[o];
}
