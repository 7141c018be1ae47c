// The part of nanoFramework.System.IO.Streams that the model channels use.
namespace System.IO
{
    public enum SeekOrigin { Begin = 0 }

    public abstract class Stream
    {
        public abstract long Length { get; }
        public abstract long Seek(long offset, SeekOrigin origin);
        public abstract int Read(byte[] buffer, int offset, int count);
        public virtual void Close() => throw null;
    }
}
