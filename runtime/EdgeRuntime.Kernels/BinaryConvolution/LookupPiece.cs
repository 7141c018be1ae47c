using System;
using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>Steps of a window that are neighbours in the unpacked image, in the order of the weights.</summary>
/// <param name="Offset">Where they begin, from the window's first step.</param>
/// <param name="Length">Steps.</param>
/// <param name="Filled">Steps with those that make the last group whole: they read what follows and count nothing.</param>
internal readonly record struct LookupPiece(nint Offset, int Length, int Filled)
{
    /// <summary>Steps whose numbers, at most 2 each, add up in half a byte.</summary>
    public const int Group = 7;

    /// <summary>A weight that counts nothing: the shuffle gives 0.</summary>
    public const byte Nothing = 0x80;

    // Steps whose numbers add up in a byte, in whole groups.
    private const int Sum = byte.MaxValue / 2 / Group * Group;

    // From as many steps on, a group is filled up to a whole one, which is faster.
    private const int Filling = 5;

    /// <summary>Steps of all pieces.</summary>
    public static int Steps(LookupPiece[] pieces)
    {
        int steps = 0;
        foreach (LookupPiece piece in pieces) steps += piece.Filled;
        return steps;
    }

    /// <summary>The pieces of a window, and how many of them at a time have numbers that add up in bytes.</summary>
    public static (LookupPiece[] Pieces, int[] Sums) Of(in ConvolutionShape s, LookupImage image)
    {
        bool whole = s.DilationW == 1;
        int run = whole ? s.KernelW * image.PixelSteps : image.PixelSteps;
        List<LookupPiece> pieces = [];
        List<int> sums = [];
        int room = Sum, pending = 0;
        for (int kh = 0; kh < s.KernelH; kh++)
        {
            for (int kw = 0; kw < (whole ? 1 : s.KernelW); kw++)
            {
                for (int done = 0; done < run;)
                {
                    int length = Math.Min(run - done, room), filled = length % Group >= Filling ? length + Group - length % Group : length;
                    pieces.Add(new LookupPiece(kh * s.DilationH * image.RowSteps + (nint)kw * s.DilationW * image.PixelSteps + done, length, filled));
                    done += length;
                    pending++;
                    // Groups stay whole.
                    room = (room - filled) / Group * Group;
                    if (room > 0) continue;
                    sums.Add(pending);
                    (room, pending) = (Sum, 0);
                }
            }
        }

        if (pending > 0) sums.Add(pending);
        return ([.. pieces], [.. sums]);
    }
}
