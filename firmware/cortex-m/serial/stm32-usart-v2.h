/* The USART of the newer STM32 families; the including file names the clock registers. */
#if SERIAL_ADDRESS >= 0x40010000u
#define SERIAL_CLOCKS CLOCKS_2
#define SERIAL_BIT 4u /* USART1 */
#else
#define SERIAL_CLOCKS CLOCKS_1
#define SERIAL_BIT (17u + (SERIAL_ADDRESS - 0x40004400u) / 0x400u) /* USART2 to UART5 */
#endif
#define CONTROL STM32_REGISTER(SERIAL_ADDRESS)
#define BAUD STM32_REGISTER(SERIAL_ADDRESS + 0x0Cu)
#define STATUS STM32_REGISTER(SERIAL_ADDRESS + 0x1Cu)
#define CLEAR STM32_REGISTER(SERIAL_ADDRESS + 0x20u)
#define RECEIVED_DATA STM32_REGISTER(SERIAL_ADDRESS + 0x24u)
#define TRANSMIT_DATA STM32_REGISTER(SERIAL_ADDRESS + 0x28u)
enum { OVERRUN = 1 << 3, RECEIVED = 1 << 5, EMPTY = 1 << 7, ON = 1 << 0, TRANSMIT = 1 << 3, RECEIVE = 1 << 2 };

void serial_open(void) {
    CLOCKS_PINS |= 1u << SERIAL_TX_PORT | 1u << SERIAL_RX_PORT;
    SERIAL_CLOCKS |= 1u << SERIAL_BIT;
    stm32_pin(GPIO, SERIAL_TX_PORT, SERIAL_TX_PIN, SERIAL_FUNCTION);
    stm32_pin(GPIO, SERIAL_RX_PORT, SERIAL_RX_PIN, SERIAL_FUNCTION);
    BAUD = (CLOCK_HZ + SERIAL_BAUD / 2) / SERIAL_BAUD;
    CONTROL = ON | TRANSMIT | RECEIVE;
}

void serial_put(uint8_t byte) {
    while ((STATUS & EMPTY) == 0) {}
    TRANSMIT_DATA = byte;
}

int32_t serial_poll(void) {
    if ((STATUS & OVERRUN) != 0) CLEAR = OVERRUN;
    return (STATUS & RECEIVED) != 0 ? (int32_t)(RECEIVED_DATA & 0xFF) : -1;
}
