// Methods that the native compiler calls by name where C# code has no call.
using System.Runtime;
using System.Runtime.InteropServices;

namespace Internal.Runtime.CompilerHelpers
{
    /// <summary>Entry and exit of calls between C# and C. There is no garbage collector to tell, so nothing happens.</summary>
    internal static class StartupCodeHelpers
    {
        [RuntimeExport("RhpReversePInvoke")]
        private static void EnterFromNative(System.IntPtr frame) { }

        [RuntimeExport("RhpReversePInvokeReturn")]
        private static void ReturnToNative(System.IntPtr frame) { }

        [RuntimeExport("RhpPInvoke")]
        private static void EnterNative(System.IntPtr frame) { }

        [RuntimeExport("RhpPInvokeReturn")]
        private static void ReturnFromNative(System.IntPtr frame) { }

        [RuntimeExport("RhpFallbackFailFast")]
        private static void FailFast() => System.Fault.Stop();
    }

    /// <summary>What failed run-time checks call. A validated model never fails one.</summary>
    internal static class ThrowHelpers
    {
        private static void ThrowOverflowException() => System.Fault.Stop();
        private static void ThrowIndexOutOfRangeException() => System.Fault.Stop();
        private static void ThrowNullReferenceException() => System.Fault.Stop();
        private static void ThrowDivideByZeroException() => System.Fault.Stop();
        private static void ThrowNotImplementedException() => System.Fault.Stop();
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>The native compiler supplies the body.</summary>
    internal static unsafe class Unsafe
    {
        [Intrinsic]
        internal static T ReadUnaligned<T>(void* from) => ReadUnaligned<T>(from);
    }
}

namespace System
{
    internal static class Fault
    {
        /// <summary>Ends in <c>edge_fault</c>, which the program that links the engine provides.</summary>
        internal static void Stop() => EdgeFault();

        [DllImport("*", EntryPoint = "edge_fault")]
        private static extern void EdgeFault();
    }

    /// <summary>Copying and clearing of structs too large for a few instructions.</summary>
    internal static unsafe class SpanHelpers
    {
        private static void Memmove(ref byte to, ref byte from, nuint count)
        {
            fixed (byte* target = &to)
            fixed (byte* source = &from)
            {
                if (target <= source)
                    for (nuint i = 0; i < count; i++) target[i] = source[i];
                else
                    for (nuint i = count; i > 0; i--) target[i - 1] = source[i - 1];
            }
        }

        private static void Fill(ref byte to, byte value, nuint count)
        {
            fixed (byte* target = &to)
                for (nuint i = 0; i < count; i++) target[i] = value;
        }

        private static void ClearWithoutReferences(ref byte to, nuint count) => Fill(ref to, 0, count);
    }
}
