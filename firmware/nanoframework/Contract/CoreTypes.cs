// A strict subset of nanoFramework.CoreLibrary: a name that the real one lacks would compile here and be refused by the device.
[assembly: System.Reflection.AssemblyVersion("1.17.11.0")]

namespace System
{
    public class Object
    {
        public virtual bool Equals(object obj) => throw null;
        public virtual int GetHashCode() => throw null;
        public virtual string ToString() => throw null;
        public Type GetType() => throw null;
    }

    public abstract class ValueType { }
    public abstract class Enum : ValueType { }
    public struct Void { }
    public struct Boolean { }
    public struct Char { }
    public struct SByte { }
    public struct Byte { }
    public struct Int16 { }
    public struct UInt16 { }
    public struct Int32 { }
    public struct UInt32 { }
    public struct Int64 { }
    public struct UInt64 { }
    public struct Single { }
    public struct Double { }
    public struct IntPtr { }
    public struct UIntPtr { }
    public struct RuntimeTypeHandle { }
    public struct RuntimeFieldHandle { }
    public struct RuntimeMethodHandle { }
    public abstract class Type { }
    public abstract class Delegate { }
    public abstract class MulticastDelegate : Delegate { }

    public sealed class String
    {
        public int Length => throw null;
        public static string Concat(string a, string b) => throw null;
    }

    public abstract class Array
    {
        public int Length => throw null;
        public static void Copy(Array source, int sourceIndex, Array destination, int destinationIndex, int length) => throw null;
        public static void Clear(Array array, int index, int length) => throw null;
    }

    public static class BitConverter
    {
        public static float ToSingle(byte[] value, int startIndex) => throw null;
        public static byte[] GetBytes(float value) => throw null;
    }

    public class Exception
    {
        public Exception() { }
        public Exception(string message) { }
        public virtual string Message => throw null;
    }

    public class ArgumentException : Exception
    {
        public ArgumentException() { }
        public ArgumentException(string message) { }
    }

    public class NotSupportedException : Exception
    {
        public NotSupportedException() { }
        public NotSupportedException(string message) { }
    }

    public class InvalidOperationException : Exception
    {
        public InvalidOperationException() { }
        public InvalidOperationException(string message) { }
    }
}
