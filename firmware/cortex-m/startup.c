/* Reset and memory set-up for any Cortex-M with single-precision VFP: M4F, M7, M33. */
#include <stddef.h>
#include <stdint.h>

extern uint32_t _stack_top, _data_start, _data_end, _data_load, _bss_start, _bss_end;
int main(void);

void reset(void);
void reset(void) {
    *(volatile uint32_t *)0xE000ED88u |= 0xFu << 20; /* CPACR: full access to the floating-point unit */
    __asm volatile("dsb\n isb");
    for (uint32_t *to = &_data_start, *from = &_data_load; to < &_data_end;) *to++ = *from++;
    for (uint32_t *to = &_bss_start; to < &_bss_end;) *to++ = 0;
    main();
    for (;;) {}
}

/* A board may replace these. */
__attribute__((weak)) void fault_handler(void) { for (;;) {} }
__attribute__((weak)) void edge_fault(void) { fault_handler(); for (;;) {} }

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    &_stack_top, reset, fault_handler, fault_handler, fault_handler, fault_handler, fault_handler,
};

/* The C compiler may call these without being asked. */
void *memset(void *to, int value, size_t count) {
    for (uint8_t *p = to; count > 0; count--) *p++ = (uint8_t)value;
    return to;
}

void *memcpy(void *to, const void *from, size_t count) {
    uint8_t *p = to;
    for (const uint8_t *q = from; count > 0; count--) *p++ = *q++;
    return to;
}
