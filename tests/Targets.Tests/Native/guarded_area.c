/* Memory for the kernel cases on boards, which have no pages to guard; apart from semihosting.c, as other programs need the room. */
#include "files.h"

uint8_t *guarded_area(int32_t bytes) {
    static uint64_t memory[1 << 16];
    static int32_t used;
    used += bytes;
    return (uint8_t *)memory + used;
}
