using System.Numerics;

namespace EdgeRuntime.Kernels;

/// <summary>Tile of <see cref="TernaryGemm"/> on the 64-bit population count, for machines without one of the vector kernels' instruction sets.</summary>
public static unsafe class TernaryGemmPopCount
{
    private const int RowLongs = BinaryGemm.BlockWords / 2;
    private const int PlaneLongs = BinaryGemm.PanelBlock / 2;

    /// <summary>The same counts as <see cref="TernaryGemm.Multiply"/>.</summary>
    public static void Multiply(uint* left, uint* right, int blocks, uint* counts)
    {
        for (int i = 0; i < BinaryGemm.Rows; i++)
        {
            ulong* a = (ulong*)left + i * RowLongs;
            ulong* plus = (ulong*)right;
            int c0 = 0, c1 = 0, c2 = 0, c3 = 0;
            for (int block = 0; block < blocks; block++, a += PlaneLongs, plus += 2 * PlaneLongs)
            {
                ulong x = a[0], y = a[1];
                ulong* minus = plus + PlaneLongs;
                c0 += BitOperations.PopCount((x & plus[0]) | (~x & minus[0])) + BitOperations.PopCount((y & plus[1]) | (~y & minus[1]));
                c1 += BitOperations.PopCount((x & plus[2]) | (~x & minus[2])) + BitOperations.PopCount((y & plus[3]) | (~y & minus[3]));
                c2 += BitOperations.PopCount((x & plus[4]) | (~x & minus[4])) + BitOperations.PopCount((y & plus[5]) | (~y & minus[5]));
                c3 += BitOperations.PopCount((x & plus[6]) | (~x & minus[6])) + BitOperations.PopCount((y & plus[7]) | (~y & minus[7]));
            }

            *counts++ = (uint)c0;
            *counts++ = (uint)c1;
            *counts++ = (uint)c2;
            *counts++ = (uint)c3;
        }
    }
}
