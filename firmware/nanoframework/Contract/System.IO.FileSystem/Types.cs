// The part of nanoFramework.System.IO.FileSystem that the model channels use.
namespace System.IO
{
    public enum FileMode { Open = 3 }

    public enum FileAccess { Read = 1 }

    public class FileStream : Stream
    {
        public FileStream(string path, FileMode mode, FileAccess access) { }

        public override long Length => throw null;
        public override long Seek(long offset, SeekOrigin origin) => throw null;
        public override int Read(byte[] buffer, int offset, int count) => throw null;
    }
}
