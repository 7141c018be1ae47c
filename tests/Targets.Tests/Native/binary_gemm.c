/* The NEON kernel against the portable one and against the definition, on random matrices around the edges of tiles and blocks.
   Packed matrices end where readable memory ends. Prints the first difference; the exit status is the number of wrong cases, at most 1. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

typedef void kernel(const uint32_t *a, int rows, const uint32_t *b, int columns, int words, uint32_t *differ, int stride);
extern kernel portable __asm__("binary_gemm_4x4__portable"), advsimd __asm__("binary_gemm_4x4__advsimd");
int binary_gemm_packed_length(int rows, int words);
void binary_gemm_pack(const uint32_t *from, int rows, int words, int stride, uint32_t *to);
void edge_fault(void) { puts("fault"); exit(2); }

enum { CASES = 1500, ROWS = 13, WORDS = 4 * 70, AREA = 1 << 16 };
static uint32_t state = 1;
static uint32_t next(void) {
    state ^= state << 13; state ^= state >> 17; state ^= state << 5;
    return state;
}

/* An area whose last byte is followed by memory that must not be touched. */
static uint8_t *guarded(void) {
    uint8_t *area = mmap(NULL, 2 * AREA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (area == MAP_FAILED || mprotect(area + AREA, AREA, PROT_NONE)) exit(3);
    return area + AREA;
}

static uint32_t definition(const uint32_t *a, const uint32_t *b, int words) {
    uint32_t sum = 0;
    for (int i = 0; i < words; i++) sum += __builtin_popcount(a[i] ^ b[i]);
    return sum;
}

int main(void) {
    static uint32_t a[ROWS * WORDS], b[ROWS * WORDS], want[ROWS * ROWS + 1], got[ROWS * ROWS + 1];
    uint8_t *end_a = guarded(), *end_b = guarded();
    for (int n = 0; n < CASES; n++) {
        int rows = 1 + next() % ROWS, columns = 1 + next() % ROWS;
        /* One case in ten passes the 31 blocks that a byte lane can count, twice. */
        int words = n % 10 ? next() % 20 : 4 * 29 + next() % (WORDS - 4 * 29 + 1);
        int full = n % 7 == 0;
        for (int i = 0; i < rows * words; i++) a[i] = full ? 0xFFFFFFFFu : next();
        for (int i = 0; i < columns * words; i++) b[i] = full ? 0 : next();
        uint32_t *packed_a = (uint32_t *)end_a - binary_gemm_packed_length(rows, words);
        uint32_t *packed_b = (uint32_t *)end_b - binary_gemm_packed_length(columns, words);
        binary_gemm_pack(a, rows, words, words, packed_a);
        binary_gemm_pack(b, columns, words, words, packed_b);
        memset(want, 0xA5, sizeof want);
        memset(got, 0xA5, sizeof got);
        portable(packed_a, rows, packed_b, columns, words, want, columns);
        advsimd(packed_a, rows, packed_b, columns, words, got, columns);
        int wrong = memcmp(want, got, sizeof want) != 0;
        for (int i = 0; i < rows * columns; i++) wrong |= want[i] != definition(a + i / columns * words, b + i % columns * words, words);
        if (wrong) {
            printf("case %d: %d x %d x %d words differs\n", n, rows, columns, words);
            return 1;
        }
    }
    printf("%d cases\n", CASES);
    return 0;
}
