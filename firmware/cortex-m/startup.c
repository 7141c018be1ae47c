/* Reset, memory set-up and the clock counter for any Cortex-M with Thumb-2: M3, M4, M7, M33. */
#include "cortex_m.h"

extern uint32_t _stack_limit, _stack_top, _data_start, _data_end, _data_load, _bss_start, _bss_end;
int main(void);

enum { PAINT = 0x5AFE57ACu & 0x7FFFFFFF };

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define SYSTICK_CONTROL REGISTER(0xE000E010u)
#define SYSTICK_RELOAD REGISTER(0xE000E014u)
#define SYSTICK_VALUE REGISTER(0xE000E018u)
#define COPROCESSORS REGISTER(0xE000ED88u)
#define TICK_RANGE (1u << 24)

static volatile uint32_t turns;

void reset(void);
void reset(void) {
#ifdef __ARM_FP
    COPROCESSORS |= 0xFu << 20;
    __asm volatile("dsb\n isb");
#endif
    uint32_t *here;
    __asm volatile("mov %0, sp" : "=r"(here));
    for (uint32_t *p = &_stack_limit; p < here - 4; p++) *(volatile uint32_t *)p = PAINT;
    for (uint32_t *to = &_data_start, *from = &_data_load; to < &_data_end;) *to++ = *from++;
    for (uint32_t *to = &_bss_start; to < &_bss_end;) *to++ = 0;
    SYSTICK_RELOAD = TICK_RANGE - 1;
    SYSTICK_VALUE = 0;
    SYSTICK_CONTROL = 7; /* core clock, interrupt, on */
    main();
    for (;;) {}
}

static void systick_handler(void) { turns++; }

/* A program may replace these. */
__attribute__((weak)) void fault_handler(void) { for (;;) {} }
__attribute__((weak)) void edge_fault(void) { fault_handler(); for (;;) {} }

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    &_stack_top, reset, fault_handler, fault_handler, fault_handler, fault_handler, fault_handler,
    [15] = systick_handler,
};

uint64_t core_ticks(void) {
    uint32_t before, value;
    do {
        before = turns;
        value = SYSTICK_VALUE;
    } while (before != turns);
    return (uint64_t)before * TICK_RANGE + (TICK_RANGE - 1 - value);
}

int32_t stack_used(void) {
    const uint32_t *p = &_stack_limit;
    while (p < &_stack_top && *p == PAINT) p++;
    return (int32_t)((const uint8_t *)&_stack_top - (const uint8_t *)p);
}

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
