/* Random calls of single kernels. Arguments: cases a kernel, "portable", "advsimd" or "dotprod", output file: one 32-bit hash a kernel. */
#include "files.h"

enum { AREAS = 4, MOST_KERNELS = 32 };
int32_t kernel_count(void);
int32_t kernel_area_bytes(void);
uint32_t kernel_case_portable(int32_t kernel, uint32_t seed, uint8_t **ends);
uint32_t kernel_case_advsimd(int32_t kernel, uint32_t seed, uint8_t **ends);
uint32_t kernel_case_dotprod(int32_t kernel, uint32_t seed, uint8_t **ends);

static uint32_t kernel_case(char kernels, int32_t kernel, uint32_t seed, uint8_t **ends) {
#ifdef __aarch64__
    if (kernels == 'a') return kernel_case_advsimd(kernel, seed, ends);
    if (kernels == 'd') return kernel_case_dotprod(kernel, seed, ends);
#endif
    return kernels == 'p' ? kernel_case_portable(kernel, seed, ends) : 0;
}

int32_t run_model(const char *cases, const char *kernels, const char *output) {
    static uint32_t hashes[MOST_KERNELS];
    uint8_t *ends[AREAS];
    uint32_t count = 0;
    for (const char *p = cases; *p != 0; p++) count = count * 10 + (uint32_t)(*p - '0');
    for (int i = 0; i < AREAS; i++) ends[i] = guarded_area(kernel_area_bytes());
    for (int32_t k = 0; k < kernel_count(); k++) {
        uint32_t hash = 0;
        for (uint32_t seed = 1; seed <= count; seed++) {
            hash = (hash << 1 | hash >> 31) ^ kernel_case(kernels[0], k, seed, ends);
        }
        hashes[k] = hash;
    }
    return write_file(output, hashes, 4 * kernel_count());
}
