/* Pins of a serial port on STM32: the same registers in every family with this GPIO block. */
#ifndef STM32_H
#define STM32_H

#include "board.h"
#include "cortex_m.h"

#define STM32_REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))

/* Gives pin `number` of port `port` (0 is A) to alternate function `function`. */
static inline void stm32_pin(uint32_t gpio, uint32_t port, uint32_t number, uint32_t function) {
    uint32_t base = gpio + 0x400u * port, high = base + 0x20u + (number >= 8 ? 4u : 0u), shift = 4 * (number & 7);
    STM32_REGISTER(high) = (STM32_REGISTER(high) & ~(15u << shift)) | function << shift;
    STM32_REGISTER(base) = (STM32_REGISTER(base) & ~(3u << 2 * number)) | 2u << 2 * number;
}

#endif
