// Arithmetic that 32-bit ARM has no instruction for; the native compiler calls these by name. 64-bit ARM needs none of it.
using System.Runtime;
using System.Runtime.InteropServices;

namespace System
{
    /// <summary>Integer division, through the names of the ARM run-time ABI, which every ARM C toolchain has.</summary>
    internal static class Math
    {
        private static int DivInt32(int dividend, int divisor) => Divide(dividend, divisor);

        private static uint DivUInt32(uint dividend, uint divisor) => Divide(dividend, divisor);

        private static int ModInt32(int dividend, int divisor) => dividend - Divide(dividend, divisor) * divisor;

        private static uint ModUInt32(uint dividend, uint divisor) => dividend - Divide(dividend, divisor) * divisor;

        private static long DivInt64(long dividend, long divisor) => Divide(dividend, divisor);

        private static ulong DivUInt64(ulong dividend, ulong divisor) => Divide(dividend, divisor);

        private static long ModInt64(long dividend, long divisor) => dividend - Divide(dividend, divisor) * divisor;

        private static ulong ModUInt64(ulong dividend, ulong divisor) => dividend - Divide(dividend, divisor) * divisor;

        [DllImport("*", EntryPoint = "__aeabi_idiv")]
        private static extern int Divide(int dividend, int divisor);

        [DllImport("*", EntryPoint = "__aeabi_uidiv")]
        private static extern uint Divide(uint dividend, uint divisor);

        // These two return the quotient where a 64-bit result belongs; the remainder beside it is not used.
        [DllImport("*", EntryPoint = "__aeabi_ldivmod")]
        private static extern long Divide(long dividend, long divisor);

        [DllImport("*", EntryPoint = "__aeabi_uldivmod")]
        private static extern ulong Divide(ulong dividend, ulong divisor);
    }

    /// <summary>64-bit products and shifts by a variable count of 0 to 63, put together from 32-bit halves.</summary>
    internal static class Long
    {
        [RuntimeExport("RhpLMul")]
        private static ulong Multiply(ulong a, ulong b)
        {
            uint cross = (uint)(a >> 32) * (uint)b + (uint)a * (uint)(b >> 32);
            return (ulong)(uint)a * (uint)b + ((ulong)cross << 32);
        }

        [RuntimeExport("RhpLLsh")]
        private static ulong Left(ulong value, int count)
        {
            uint low = (uint)value, high = (uint)(value >> 32);
            count &= 63;
            if (count == 0) return value;
            return count >= 32 ? Join(0, low << (count - 32)) : Join(low << count, (high << count) | (low >> (32 - count)));
        }

        [RuntimeExport("RhpLRsh")]
        private static ulong RightSigned(ulong value, int count)
        {
            uint low = (uint)value;
            int high = (int)(value >> 32);
            count &= 63;
            if (count == 0) return value;
            return count >= 32
                ? Join((uint)(high >> (count - 32)), (uint)(high >> 31))
                : Join((low >> count) | ((uint)high << (32 - count)), (uint)(high >> count));
        }

        [RuntimeExport("RhpLRsz")]
        private static ulong RightUnsigned(ulong value, int count)
        {
            uint low = (uint)value, high = (uint)(value >> 32);
            count &= 63;
            if (count == 0) return value;
            return count >= 32 ? Join(high >> (count - 32), 0) : Join((low >> count) | (high << (32 - count)), high >> count);
        }

        private static ulong Join(uint low, uint high) => low | ((ulong)high << 32);
    }
}
