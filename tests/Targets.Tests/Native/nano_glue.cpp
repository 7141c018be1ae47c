/* Runs a model as nanoFramework's interpreter would: through the method table of the glue, with arrays of the platform. */
#include <nanoCLR_Interop.h>

#include "edge_runtime.h"
extern "C" {
#include "files.h"
}

extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_EdgeRuntime_Nano_Native;

enum { OPEN, CHECK, RUN };
enum { STATE_WORDS = 64, MODEL_BYTES = 1 << 20, ARENA_BYTES = 1 << 19 };

static uint32_t state_words[STATE_WORDS];
static uint8_t model_bytes[MODEL_BYTES];
static int8_t int8_elements[ARENA_BYTES];
static uint32_t word_elements[ARENA_BYTES / 4];
static float float_elements[ARENA_BYTES / 4];
static uint8_t values[ARENA_BYTES];
static int32_t report_lines[4];

static CLR_RT_HeapBlock_Array state = {STATE_WORDS, (uint8_t *)state_words};
static CLR_RT_HeapBlock_Array file = {0, model_bytes};
static CLR_RT_HeapBlock_Array int8 = {0, (uint8_t *)int8_elements};
static CLR_RT_HeapBlock_Array words = {0, (uint8_t *)word_elements};
static CLR_RT_HeapBlock_Array floats = {0, (uint8_t *)float_elements};
static CLR_RT_HeapBlock_Array report = {4, (uint8_t *)report_lines};

extern "C" void HAL_AssertEx() { print("assertion\n"); }

static CLR_RT_StackFrame frame() {
    CLR_RT_StackFrame f = {};
    CLR_RT_HeapBlock_Array *arrays[] = {&state, &file, &int8, &words, &floats, &report};
    for (int i = 0; i < 6; i++) f.arguments[i + 1].array = arrays[i];
    f.result = -1;
    return f;
}

static int32_t call(int method, CLR_RT_StackFrame f) {
    HRESULT hr = g_CLR_AssemblyNative_EdgeRuntime_Nano_Native.m_pNativeMethods[method](f);
    return hr != S_OK ? -1000 : f.result;
}

static void copy(void *to, const void *from, int32_t count) {
    for (int32_t i = 0; i < count; i++) ((uint8_t *)to)[i] = ((const uint8_t *)from)[i];
}

/* A missing array and one element too little must each be an error of the platform, not a fault. */
static bool refuses_wrong_arrays() {
    CLR_RT_StackFrame without = frame();
    without.arguments[3].array = NULL;
    if (call(CHECK, without) != -1000) return false;
    words.m_numOfElements--;
    bool refused = call(RUN, frame()) == -1000;
    words.m_numOfElements++;
    return refused;
}

static void *place(const edge_tensor *t) { return t->kind == EDGE_INT8 ? (void *)(int8_elements + t->offset) : (void *)(float_elements + t->offset); }

static int32_t bytes(const edge_tensor *t) { return t->kind == EDGE_INT8 ? t->elements : 4 * t->elements; }

extern "C" int32_t run_model(const char *model, const char *input, const char *output) {
    edge_model *m = (edge_model *)state_words;
    file.m_numOfElements = (uint32_t)read_file(model, model_bytes, MODEL_BYTES);
    int32_t status = call(OPEN, frame());
    if (status != 0) return status;
    if (m->int8_arena > ARENA_BYTES || m->word_arena > ARENA_BYTES / 4 || m->float_arena > ARENA_BYTES / 4) return 120;
    int8.m_numOfElements = (uint32_t)m->int8_arena;
    words.m_numOfElements = (uint32_t)m->word_arena;
    floats.m_numOfElements = (uint32_t)m->float_arena;
    if (!refuses_wrong_arrays()) return 121;
    status = call(CHECK, frame());
    if (status != 0) return status;
    if (report_lines[3] != m->metadata_at) return 122;
    edge_tensor t;
    int32_t at = 0, length = read_file(input, values, ARENA_BYTES);
    for (int32_t i = 0; i < m->input_count; at += bytes(&t), i++) {
        edge_model_input(m, i, &t);
        copy(place(&t), values + at, bytes(&t));
    }

    if (at != length || call(RUN, frame()) != -1) return 123;
    at = 0;
    for (int32_t i = 0; i < m->output_count; at += bytes(&t), i++) {
        edge_model_output(m, i, &t);
        copy(values + at, place(&t), bytes(&t));
    }

    return write_file(output, values, at);
}
