// How the portable sources see memory on .NET and on freestanding targets: raw pointers, indexed like arrays.
// nanoFramework compiles the same sources with array aliases instead.
global using unsafe Bytes = byte*;
global using unsafe Floats = float*;
global using unsafe SBytes = sbyte*;
global using unsafe Words = uint*;
