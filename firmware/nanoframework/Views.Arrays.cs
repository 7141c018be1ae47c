// How the portable sources see memory where there are no pointers.
global using Bytes = byte[];
global using Floats = float[];
global using SBytes = sbyte[];
global using Words = uint[];
