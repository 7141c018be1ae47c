// Attributes that the C# compiler emits or that the native compiler obeys.
namespace System
{
    public class Attribute { }

    public enum AttributeTargets { All = 0x7FFF }

    public sealed class AttributeUsageAttribute : Attribute
    {
        public AttributeUsageAttribute(AttributeTargets targets) { }
        public bool AllowMultiple { get; set; }
        public bool Inherited { get; set; }
    }
}

namespace System.Reflection
{
    public sealed class DefaultMemberAttribute : Attribute { public DefaultMemberAttribute(string name) { } }
}

namespace System.Runtime
{
    /// <summary>Gives a static method a C symbol.</summary>
    internal sealed class RuntimeExportAttribute : Attribute { public RuntimeExportAttribute(string symbol) { } }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>The native compiler replaces calls of the member by instructions.</summary>
    internal sealed class IntrinsicAttribute : Attribute { }

    public enum MethodImplOptions { NoInlining = 8, AggressiveInlining = 256, AggressiveOptimization = 512 }

    public sealed class MethodImplAttribute : Attribute { public MethodImplAttribute(MethodImplOptions options) { } }

    /// <summary>What the C# compiler puts on `this` methods.</summary>
    public sealed class ExtensionAttribute : Attribute { }

    public sealed class SkipLocalsInitAttribute : Attribute { }

    public sealed class UnsafeValueTypeAttribute : Attribute { }

    public sealed class FixedBufferAttribute : Attribute { public FixedBufferAttribute(object element, int length) { } }

    /// <summary>What the C# compiler may assume of the runtime.</summary>
    public static class RuntimeFeature
    {
        public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
        public const string VirtualStaticsInInterfaces = nameof(VirtualStaticsInInterfaces);
    }
}

namespace System.Runtime.InteropServices
{
    internal enum LayoutKind { Sequential = 0, Explicit = 2, Auto = 3 }

    internal sealed class StructLayoutAttribute : Attribute
    {
        public StructLayoutAttribute(LayoutKind kind) { }
        public int Size;
        public int Pack;
    }

    public enum CallingConvention { Cdecl = 2 }

    public sealed class DllImportAttribute : Attribute
    {
        public DllImportAttribute(string library) { }
        public string EntryPoint;
        public CallingConvention CallingConvention;
    }

    public sealed class InAttribute : Attribute { }
    public sealed class OutAttribute : Attribute { }
    public class UnmanagedType { }
}
