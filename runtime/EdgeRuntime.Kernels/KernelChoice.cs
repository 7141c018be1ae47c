using System;
using System.Collections.Generic;
using System.IO.Enumeration;

namespace EdgeRuntime.Kernels;

/// <summary>A line of a list of kernels.</summary>
public interface IKernel
{
    /// <summary><c>operation_tile__isa</c>.</summary>
    public string Name { get; }

    /// <summary>Whether this machine has the instructions.</summary>
    public bool IsSupported { get; }
}

/// <summary>Which kernel of a list a process uses.</summary>
public static class KernelChoice
{
    /// <summary>The first that the machine supports among those whose names match EDGE_KERNEL (* and ? stand for any text and any character), or among all when none matches.</summary>
    public static T Of<T>(IReadOnlyList<T> kernels)
        where T : class, IKernel => Of(kernels, Environment.GetEnvironmentVariable("EDGE_KERNEL"));

    /// <summary>The first supported kernel whose name matches a pattern; without a pattern or a match, the first supported one.</summary>
    public static T Of<T>(IReadOnlyList<T> kernels, string? pattern)
        where T : class, IKernel
    {
        foreach (T kernel in kernels)
            if (kernel.IsSupported && pattern != null && FileSystemName.MatchesSimpleExpression(pattern, kernel.Name)) return kernel;
        foreach (T kernel in kernels)
            if (kernel.IsSupported) return kernel;
        throw new PlatformNotSupportedException("a list of kernels lacks a portable one");
    }
}
