/* USART of STM32H7 (reference manual RM0433) at the clock after reset, the 64 MHz internal oscillator. */
#include "stm32.h"

#define RCC 0x58024400u
#define GPIO 0x58020000u
#define CLOCKS_1 STM32_REGISTER(RCC + 0xE8u)
#define CLOCKS_2 STM32_REGISTER(RCC + 0xF0u)
#define CLOCKS_PINS STM32_REGISTER(RCC + 0xE0u)
#include "stm32-usart-v2.h"
