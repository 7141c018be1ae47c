using System.Numerics;

namespace EdgeRuntime.Kernels;

/// <summary>Tile of <see cref="BinaryGemm"/> on the 64-bit population count, for machines without one of the vector kernels' instruction sets.</summary>
public static unsafe class BinaryGemmPopCount
{
    private const int RowLongs = BinaryGemm.BlockWords / 2;
    private const int PanelLongs = BinaryGemm.PanelBlock / 2;

    /// <summary>The same counts as <see cref="BinaryGemm.Multiply"/>.</summary>
    public static void Multiply(uint* left, uint* right, int blocks, uint* counts)
    {
        for (int i = 0; i < BinaryGemm.Rows; i++)
        {
            ulong* a = (ulong*)left + i * RowLongs;
            ulong* b = (ulong*)right;
            int c0 = 0, c1 = 0, c2 = 0, c3 = 0;
            for (int block = 0; block < blocks; block++, a += PanelLongs, b += PanelLongs)
            {
                ulong x = a[0], y = a[1];
                c0 += BitOperations.PopCount(x ^ b[0]) + BitOperations.PopCount(y ^ b[1]);
                c1 += BitOperations.PopCount(x ^ b[2]) + BitOperations.PopCount(y ^ b[3]);
                c2 += BitOperations.PopCount(x ^ b[4]) + BitOperations.PopCount(y ^ b[5]);
                c3 += BitOperations.PopCount(x ^ b[6]) + BitOperations.PopCount(y ^ b[7]);
            }

            *counts++ = (uint)c0;
            *counts++ = (uint)c1;
            *counts++ = (uint)c2;
            *counts++ = (uint)c3;
        }
    }
}
