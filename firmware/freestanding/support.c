/* A symbol that the native compiler's object expects from the program it is linked into. */
#include <stdint.h>

/* Value that guards stack buffers; any constant will do. */
uintptr_t __security_cookie = (uintptr_t)0x2B992DDFu;
