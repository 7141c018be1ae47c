/* Whole files, on a system with a C library and on bare metal under an emulator. */
#include <stdint.h>

/* Reads at most `capacity` bytes; returns the length, or -1. */
int32_t read_file(const char *path, void *to, int32_t capacity);

/* Writes or replaces a file; returns 0, or -1. */
int32_t write_file(const char *path, const void *from, int32_t length);
void print(const char *text);

/* Zeroed memory; returns its end, after which reading is an error where memory can be protected. */
uint8_t *guarded_area(int32_t bytes);

/* Runs a model file over an input file (all inputs' elements one after the other; - for zeros); leaves the outputs in a third. Returns 0 or a status. */
int32_t run_model(const char *model, const char *input, const char *output);
