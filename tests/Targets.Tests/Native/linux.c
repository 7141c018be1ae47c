/* Arguments: model, input, output. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include "files.h"

int32_t read_file(const char *path, void *to, int32_t capacity) {
    FILE *f = fopen(path, "rb");
    if (f == NULL) return -1;
    size_t n = fread(to, 1, (size_t)capacity, f);
    fclose(f);
    return (int32_t)n;
}

int32_t write_file(const char *path, const void *from, int32_t length) {
    FILE *f = fopen(path, "wb");
    if (f == NULL) return -1;
    size_t n = fwrite(from, 1, (size_t)length, f);
    return fclose(f) == 0 && n == (size_t)length ? 0 : -1;
}

void print(const char *text) { fputs(text, stdout); }

uint8_t *guarded_area(int32_t bytes) {
    uint8_t *area = mmap(NULL, 2 * (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (area == MAP_FAILED || mprotect(area + bytes, (size_t)bytes, PROT_NONE)) abort();
    return area + bytes;
}

void edge_fault(void) { abort(); }

int main(int argc, char **argv) { return argc == 4 ? run_model(argv[1], argv[2], argv[3]) : 2; }
