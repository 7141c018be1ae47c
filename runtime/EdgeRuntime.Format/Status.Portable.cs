namespace EdgeRuntime.Format;

/// <summary>Why a model file was refused. Zero is success; every other code has a sentence in <c>StatusText</c>.</summary>
public static class Status
{
    public const int Ok = 0;
    public const int NotAModel = 1;
    public const int UnknownVersion = 2;
    public const int WrongLength = 3;
    public const int WrongChecksum = 4;
    public const int Truncated = 5;
    public const int BadVarint = 6;
    public const int LimitExceeded = 7;
    public const int UnknownOp = 8;
    public const int UnknownEncoding = 9;
    public const int UnknownCoding = 10;
    public const int WrongRegister = 11;
    public const int WrongKind = 12;
    public const int WrongShape = 13;
    public const int ArenaOverflow = 14;
    public const int ScratchOverflow = 15;
    public const int WrongAttribute = 16;
    public const int WrongEncoding = 17;
    public const int BadStream = 18;
    public const int BadIndex = 19;
    public const int TrailingBytes = 20;
    public const int WrongFlags = 21;
    public const int BadText = 22;
    public const int WrongCertificate = 23;
    public const int NotFinite = 24;
    public const int BadHuffmanTable = 25;
}
