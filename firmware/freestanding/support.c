/* Symbols that the native compiler's object expects from the program it is linked into. */
#include <stdint.h>

/* Value that guards stack buffers; the engine keeps none, so any constant will do. */
uintptr_t __security_cookie = (uintptr_t)0x2B992DDFu;

#ifdef __arm__
/* Named by the unwind tables, which bare-metal images discard: nothing is ever thrown. */
void __aeabi_unwind_cpp_pr0(void) {}
void __aeabi_unwind_cpp_pr1(void) {}
#endif
