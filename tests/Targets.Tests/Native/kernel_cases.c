/* Random calls of single kernels. Arguments: cases a kernel, "portable" or "advsimd", output file: one 32-bit hash a kernel. */
#include "files.h"

enum { AREAS = 4, MOST_KERNELS = 32 };
int32_t kernel_count(void);
int32_t kernel_area_bytes(void);
uint32_t kernel_case_portable(int32_t kernel, uint32_t seed, uint8_t **ends);
uint32_t kernel_case_advsimd(int32_t kernel, uint32_t seed, uint8_t **ends);
#ifdef __arm__
uint32_t kernel_case_advsimd(int32_t kernel, uint32_t seed, uint8_t **ends) { (void)kernel; (void)seed; (void)ends; return 0; }
#endif

int32_t run_model(const char *cases, const char *kernels, const char *output) {
    static uint32_t hashes[MOST_KERNELS];
    uint8_t *ends[AREAS];
    uint32_t count = 0;
    for (const char *p = cases; *p != 0; p++) count = count * 10 + (uint32_t)(*p - '0');
    for (int i = 0; i < AREAS; i++) ends[i] = guarded_area(kernel_area_bytes());
    for (int32_t k = 0; k < kernel_count(); k++) {
        uint32_t hash = 0;
        for (uint32_t seed = 1; seed <= count; seed++) {
            uint32_t one = kernels[0] == 'p' ? kernel_case_portable(k, seed, ends) : kernel_case_advsimd(k, seed, ends);
            hash = (hash << 1 | hash >> 31) ^ one;
        }
        hashes[k] = hash;
    }
    return write_file(output, hashes, 4 * kernel_count());
}
