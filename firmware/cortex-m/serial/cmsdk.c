/* APB UART of the Cortex-M System Design Kit, as on the Arm MPS2 boards. */
#include "board.h"
#include "cortex_m.h"

typedef struct { volatile uint32_t data, state, control, interrupts, divider; } uart;
#define PORT ((uart *)SERIAL_ADDRESS)
enum { TRANSMIT_FULL = 1, RECEIVE_FULL = 2 };

void serial_open(void) {
    PORT->divider = CLOCK_HZ / SERIAL_BAUD;
    PORT->control = 3; /* transmit, receive */
}

void serial_put(uint8_t byte) {
    while ((PORT->state & TRANSMIT_FULL) != 0) {}
    PORT->data = byte;
}

int32_t serial_poll(void) { return (PORT->state & RECEIVE_FULL) != 0 ? (int32_t)(PORT->data & 0xFF) : -1; }
