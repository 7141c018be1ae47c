/* Symbols that the native compiler's object for 64-bit ARM expects from the program it is linked into. */
#include <stdint.h>

/* Value that guards stack buffers; the engine keeps none, so any constant will do. */
uintptr_t __security_cookie = (uintptr_t)0x2B992DDFu;
