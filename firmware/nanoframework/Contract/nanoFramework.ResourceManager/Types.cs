// The part of nanoFramework.ResourceManager that the model channels use.
namespace System.Resources
{
    public class ResourceManager { }
}
