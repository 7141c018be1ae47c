using System;
using System.Security.Cryptography;
using System.Text;

namespace EdgeRuntime.Converter.Firmware;

internal static class StableHash
{
    /// <summary>Twelve hexadecimal digits that depend on nothing but the text.</summary>
    public static string GetStableHash(this string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
