namespace EdgeRuntime.Format;

/// <summary>Ids of the metadata blocks.</summary>
public static class MetadataTag
{
    public const int Input = 1;
    public const int Names = 2;
    public const int Certificate = 3;
}
