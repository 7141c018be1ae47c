/* USART of STM32F7 (reference manuals RM0385, RM0410) at the clock after reset, the 16 MHz internal oscillator. */
#include "stm32.h"

#define RCC 0x40023800u
#define GPIO 0x40020000u
#define CLOCKS_1 STM32_REGISTER(RCC + 0x40u)
#define CLOCKS_2 STM32_REGISTER(RCC + 0x44u)
#define CLOCKS_PINS STM32_REGISTER(RCC + 0x30u)
#include "stm32-usart-v2.h"
