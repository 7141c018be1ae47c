/* UART0 of RP2350 (datasheet, chapters 7, 8, 9 and 12) on the 12 MHz crystal, and the block by which the boot ROM knows an image. */
#include "board.h"
#include "cortex_m.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define RESETS 0x40020000u
#define CLOCKS 0x40010000u
#define CRYSTAL 0x40048000u
#define PINS 0x40028000u
#define PADS 0x40038000u
enum { PINS_RESET = 1 << 6, PADS_RESET = 1 << 9, UART0_RESET = 1 << 26, ISOLATED = 1 << 8, INPUT = 1 << 6, UART_FUNCTION = 2 };

/* IMAGE_DEF: a secure Arm executable whose vector table is at the start of flash. */
__attribute__((section(".boot"), used)) static const uint32_t image_definition[5] = {0xFFFFDED3u, 0x10210142u, 0x000001FFu, 0, 0xAB123579u};

static void pin(uint32_t number) {
    REGISTER(PADS + 4 + 4 * number) = (REGISTER(PADS + 4 + 4 * number) | INPUT) & ~(uint32_t)ISOLATED;
    REGISTER(PINS + 4 + 8 * number) = UART_FUNCTION;
}

void serial_open(void) {
    uint32_t released = PINS_RESET | PADS_RESET | UART0_RESET;
    REGISTER(CRYSTAL) = 0xFABAA0u; /* on, 1 to 15 MHz */
    while ((REGISTER(CRYSTAL + 4) & 1u << 31) == 0) {}
    REGISTER(CLOCKS + 0x30) = 2;   /* reference: crystal */
    REGISTER(CLOCKS + 0x3C) = 0;   /* system: reference */
    REGISTER(CLOCKS + 0x48) = 1u << 11 | 4u << 5; /* peripherals: crystal, on */
    REGISTER(RESETS) &= ~released;
    while ((REGISTER(RESETS + 8) & released) != released) {}
    pin(SERIAL_TX_PIN);
    pin(SERIAL_RX_PIN);
    uint32_t divider = (CLOCK_HZ * 4u + SERIAL_BAUD / 2) / SERIAL_BAUD; /* in 64ths of 16 clocks */
    REGISTER(SERIAL_ADDRESS + 0x24) = divider >> 6;
    REGISTER(SERIAL_ADDRESS + 0x28) = divider & 63;
    REGISTER(SERIAL_ADDRESS + 0x2C) = 7u << 4; /* 8 bits, FIFO */
    REGISTER(SERIAL_ADDRESS + 0x30) = 1u << 9 | 1u << 8 | 1; /* receive, transmit, on */
}

void serial_put(uint8_t byte) {
    while ((REGISTER(SERIAL_ADDRESS + 0x18) & 1u << 5) != 0) {}
    REGISTER(SERIAL_ADDRESS) = byte;
}

int32_t serial_poll(void) { return (REGISTER(SERIAL_ADDRESS + 0x18) & 1u << 4) == 0 ? (int32_t)(REGISTER(SERIAL_ADDRESS) & 0xFF) : -1; }
