#include "files.h"
#include "edge_runtime.h"

/* Together below the 4 MB of memory that the emulated boards have, unless the build says how much there is. */
#ifndef MODEL_BYTES
#define MODEL_BYTES (1 << 20)
#define ARENA_BYTES (1 << 19)
#endif

static uint8_t file[MODEL_BYTES];
static int8_t int8[ARENA_BYTES];
static uint32_t words[ARENA_BYTES / 4];
static float floats[ARENA_BYTES / 2];
static uint8_t values[ARENA_BYTES];
static uint8_t results[ARENA_BYTES / 8];

static void print_number(const char *name, int32_t value) {
    char digits[12], *p = digits + sizeof digits;
    uint32_t rest = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
    *--p = 0;
    do *--p = (char)('0' + rest % 10); while ((rest /= 10) != 0);
    if (value < 0) *--p = '-';
    print(name);
    print(p);
    print("\n");
}

static void copy(void *to, const void *from, int32_t count) {
    for (int32_t i = 0; i < count; i++) ((uint8_t *)to)[i] = ((const uint8_t *)from)[i];
}

static void *place(const edge_model *m, const edge_tensor *t) {
    return t->kind == EDGE_INT8 ? (void *)(m->int8 + t->offset) : (void *)(m->floats + t->offset);
}

static int32_t bytes(const edge_tensor *t) { return t->kind == EDGE_INT8 ? t->elements : 4 * t->elements; }

static int32_t refused(const edge_model *m, int32_t status) {
    print_number("status ", status);
    print_number("at ", m->fault_at);
    print_number("found ", m->found);
    print_number("expected ", m->expected);
    print_number("operation ", m->operation);
    return status;
}

/* Copies the inputs of one run; returns where those of the next begin, or -1. */
static int32_t load_inputs(const edge_model *m, int32_t at, int32_t available) {
    edge_tensor t;
    for (int32_t i = 0; i < m->input_count; i++) {
        edge_model_input(m, i, &t);
        if (bytes(&t) > available - at) return -1;
        copy(place(m, &t), values + at, bytes(&t));
        at += bytes(&t);
    }
    return at;
}

/* Appends the outputs of one run to the results; returns their new length, or -1. */
__attribute__((noinline)) static int32_t store_outputs(const edge_model *m, int32_t at) {
    edge_tensor t;
    for (int32_t i = 0; i < m->output_count; i++) {
        edge_model_output(m, i, &t);
        if (bytes(&t) > (int32_t)sizeof results - at) return -1;
        copy(results + at, place(m, &t), bytes(&t));
        at += bytes(&t);
    }
    return at;
}

int32_t run_model(const char *model, const char *input, const char *output) {
    edge_model m;
    int32_t length = read_file(model, file, MODEL_BYTES);
    int32_t status = edge_model_open(&m, file, length);
    if (status != 0) return refused(&m, status);
    if (m.int8_arena > ARENA_BYTES || m.word_arena > ARENA_BYTES / 4 || m.float_arena > ARENA_BYTES / 2) return -1;
    m.int8 = int8;
    m.words = words;
    m.floats = floats;
    status = edge_model_check(&m);
    if (status != 0) return refused(&m, status);
    /* As many runs as there are inputs one after the other; "-" stands for one run on whatever is there. */
    int32_t available = input[0] == '-' ? 0 : read_file(input, values, ARENA_BYTES), at = 0, stored = 0;
    do {
        if (input[0] != '-' && (at = load_inputs(&m, at, available)) < 0) return -1;
        edge_model_run(&m);
        if ((stored = store_outputs(&m, stored)) < 0) return -1;
    } while (at < available);
    return write_file(output, results, stored);
}
