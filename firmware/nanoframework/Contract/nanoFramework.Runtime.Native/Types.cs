// The part of nanoFramework.Runtime.Native that the model channels use.
using System;
using System.Resources;

namespace nanoFramework.Runtime.Native
{
    public static class ResourceUtility
    {
        public static object GetObject(ResourceManager rm, Enum id, int offset, int length) => throw null;
    }
}
