/* What the parts of a bare-metal image share. */
#ifndef CORTEX_M_H
#define CORTEX_M_H

#include <stddef.h>
#include <stdint.h>

/* Clocks of the core since reset; they stand still in no state that this firmware uses. */
uint64_t core_ticks(void);

/* Most bytes of stack that were ever used: reset paints the stack, this looks how far the paint is gone. */
int32_t stack_used(void);

/* The serial port of the board; drivers are the files of serial/. Bytes go out as they are. */
void serial_open(void);
void serial_put(uint8_t byte);
int32_t serial_poll(void); /* the next byte, or -1 when none is there */

#endif
