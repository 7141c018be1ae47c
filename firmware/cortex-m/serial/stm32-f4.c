/* USART of STM32F4 (reference manual RM0090) at the clock after reset, the 16 MHz internal oscillator. */
#include "stm32.h"

#define RCC 0x40023800u
#define GPIO 0x40020000u
#if SERIAL_ADDRESS == 0x40011400u
#define SERIAL_ENABLE 0x44u
#define SERIAL_BIT 5u /* USART6 */
#elif SERIAL_ADDRESS >= 0x40010000u
#define SERIAL_ENABLE 0x44u
#define SERIAL_BIT 4u /* USART1 */
#else
#define SERIAL_ENABLE 0x40u
#define SERIAL_BIT (17u + (SERIAL_ADDRESS - 0x40004400u) / 0x400u) /* USART2 to UART5 */
#endif
#define STATUS STM32_REGISTER(SERIAL_ADDRESS)
#define DATA STM32_REGISTER(SERIAL_ADDRESS + 0x04u)
#define BAUD STM32_REGISTER(SERIAL_ADDRESS + 0x08u)
#define CONTROL STM32_REGISTER(SERIAL_ADDRESS + 0x0Cu)
enum { RECEIVED = 1 << 5, EMPTY = 1 << 7, ON = 1 << 13, TRANSMIT = 1 << 3, RECEIVE = 1 << 2 };

void serial_open(void) {
    STM32_REGISTER(RCC + 0x30u) |= 1u << SERIAL_TX_PORT | 1u << SERIAL_RX_PORT;
    STM32_REGISTER(RCC + SERIAL_ENABLE) |= 1u << SERIAL_BIT;
    stm32_pin(GPIO, SERIAL_TX_PORT, SERIAL_TX_PIN, SERIAL_FUNCTION);
    stm32_pin(GPIO, SERIAL_RX_PORT, SERIAL_RX_PIN, SERIAL_FUNCTION);
    BAUD = (CLOCK_HZ + SERIAL_BAUD / 2) / SERIAL_BAUD;
    CONTROL = ON | TRANSMIT | RECEIVE;
}

void serial_put(uint8_t byte) {
    while ((STATUS & EMPTY) == 0) {}
    DATA = byte;
}

int32_t serial_poll(void) { return (STATUS & RECEIVED) != 0 ? (int32_t)(DATA & 0xFF) : -1; }
