/* Arm semihosting: the emulator opens files and ends the run for a bare-metal program. Arguments: model, input, output. */
#include "files.h"

enum { OPEN = 0x01, CLOSE = 0x02, WRITE0 = 0x04, WRITE = 0x05, READ = 0x06, LENGTH = 0x0C, COMMAND_LINE = 0x15, EXIT_EXTENDED = 0x20 };
enum { READ_BINARY = 1, WRITE_BINARY = 5 };

static int32_t call(int32_t operation, const void *arguments) {
    register int32_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = arguments;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

static int32_t length_of(const char *text) {
    int32_t n = 0;
    while (text[n] != 0) n++;
    return n;
}

static int32_t open_file(const char *path, int32_t mode) {
    uintptr_t arguments[3] = {(uintptr_t)path, (uintptr_t)mode, (uintptr_t)length_of(path)};
    return call(OPEN, arguments);
}

int32_t read_file(const char *path, void *to, int32_t capacity) {
    int32_t file = open_file(path, READ_BINARY);
    if (file < 0) return -1;
    uintptr_t handle = (uintptr_t)file;
    int32_t length = call(LENGTH, &handle);
    uintptr_t arguments[3] = {handle, (uintptr_t)to, (uintptr_t)length};
    int32_t left = length >= 0 && length <= capacity ? call(READ, arguments) : -1;
    call(CLOSE, &handle);
    return left == 0 ? length : -1;
}

int32_t write_file(const char *path, const void *from, int32_t length) {
    int32_t file = open_file(path, WRITE_BINARY);
    if (file < 0) return -1;
    uintptr_t handle = (uintptr_t)file;
    uintptr_t arguments[3] = {handle, (uintptr_t)from, (uintptr_t)length};
    int32_t left = call(WRITE, arguments);
    return call(CLOSE, &handle) == 0 && left == 0 ? 0 : -1;
}

void print(const char *text) { call(WRITE0, text); }

static void leave(int32_t code) {
    uintptr_t arguments[2] = {0x20026, (uintptr_t)code};
    call(EXIT_EXTENDED, arguments);
}

void fault_handler(void) {
    print("fault\n");
    leave(255);
}

/* Splits the command line at spaces: program, model, input, output. */
int main(void) {
    static char line[2048];
    char *words[4] = {line, line, line, line};
    uintptr_t arguments[2] = {(uintptr_t)line, sizeof line};
    if (call(COMMAND_LINE, arguments) != 0) leave(2);
    int32_t count = 1;
    for (char *p = line; *p != 0 && count < 4; p++) {
        if (*p != ' ') continue;
        *p = 0;
        words[count++] = p + 1;
    }
    leave(count == 4 ? run_model(words[1], words[2], words[3]) : 2);
    return 0;
}
