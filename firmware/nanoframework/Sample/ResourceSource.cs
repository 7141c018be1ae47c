using System;
using System.Resources;
using nanoFramework.Runtime.Native;

namespace EdgeRuntime.Nano.Sample;

/// <summary>A model that was built into the application as a binary resource: it stays in mapped flash and is copied from there in tiles.</summary>
public class ResourceSource : IModelSource
{
    private readonly ResourceManager _resources;
    private readonly Enum _id;

    /// <param name="resources">The application's resource manager.</param>
    /// <param name="id">The resource, of the generated enumeration <c>Resources.BinaryResources</c>.</param>
    /// <param name="length">Bytes of the model file, which the platform does not tell.</param>
    public ResourceSource(ResourceManager resources, Enum id, int length)
    {
        _resources = resources;
        _id = id;
        Length = length;
    }

    /// <inheritdoc/>
    public int Length { get; }

    /// <inheritdoc/>
    public void Read(int offset, byte[] buffer, int count)
    {
        byte[] part = (byte[])ResourceUtility.GetObject(_resources, _id, offset, count);
        Array.Copy(part, 0, buffer, 0, count);
    }
}
