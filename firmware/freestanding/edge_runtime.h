/* The engine's C interface: load, check and run a model file with memory that the caller owns. Nothing is allocated.
 *
 *   edge_model m;
 *   if (edge_model_open(&m, file, length) != 0) ...           header and checksum; says how much memory to bring
 *   m.int8 = ...; m.words = ...; m.floats = ...;              arenas of m.int8_arena, m.word_arena, m.float_arena elements
 *   if (edge_model_check(&m) != 0) ...                        every operation and every weight stream, once
 *   edge_tensor x; edge_model_input(&m, 0, &x);               write x.elements values to m.int8 + x.offset or m.floats + x.offset
 *   edge_model_run(&m);
 *   edge_tensor y; edge_model_output(&m, 0, &y);              read the result in the same way
 *
 * The file is used in place and must stay where it is: flash or a memory map will do. Calls on different models may overlap. */
#ifndef EDGE_RUNTIME_H
#define EDGE_RUNTIME_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds of tensors. */
enum { EDGE_FLOAT32 = 0, EDGE_INT8 = 1 };

/* A model file at work. Fields in the order of DeviceModel in Exports.cs. */
typedef struct {
    const uint8_t *file;
    int8_t *int8;
    uint32_t *words;
    float *floats;

    /* Of the header: length of the file in bytes, elements of the three arenas, counts and positions of the lists. */
    int32_t length;
    int32_t int8_arena;
    int32_t word_arena;
    int32_t float_arena;
    int32_t registers;
    int32_t input_count;
    int32_t inputs_at;
    int32_t output_count;
    int32_t outputs_at;
    int32_t operation_count;
    int32_t operations_at;

    /* After a refusal: byte position, what was found there, what was expected, and the operation at fault (-1: before the first). */
    int32_t fault_at;
    int32_t found;
    int32_t expected;
    int32_t operation;

    /* After edge_model_check: where the metadata begins. */
    int32_t metadata_at;
} edge_model;

/* An input or output: where its elements lie in the arena of its kind, and for int8 what they mean: real = scale * (q - zero_point). */
typedef struct {
    int32_t kind;
    int32_t offset;
    int32_t elements;
    int32_t rank;
    int32_t shape[6];
    float scale;
    int32_t zero_point;
} edge_tensor;

/* Each returns 0, or a status, whose words edge_status_text has. */
int32_t edge_model_open(edge_model *model, const uint8_t *file, int32_t length);
int32_t edge_model_check(edge_model *model);

/* Only after edge_model_check has returned 0. An output's shape is known after the check, its elements after a run. */
int32_t edge_model_input(const edge_model *model, int32_t index, edge_tensor *tensor);
int32_t edge_model_output(const edge_model *model, int32_t index, edge_tensor *tensor);
void edge_model_run(edge_model *model);

/* Runs the model on the pseudo-random inputs of its certificate and compares the checksums of the outputs: 0 when all are the same bits that
 * the converter got, EDGE_DIFFERS otherwise. A model without a certificate passes. Overwrites inputs and outputs. After edge_model_check. */
enum { EDGE_DIFFERS = 100 };
int32_t edge_selftest(edge_model *model);

/* A few words for a status. */
const char *edge_status_text(int32_t status);

/* CRC-32C of count bytes that follow those whose checksum is crc; 0 to begin with. */
uint32_t edge_crc32c(uint32_t crc, const uint8_t *bytes, int32_t count);

/* Yours to write: called when a run-time check of the engine fails, which no checked model can cause. Must not return. */
void edge_fault(void);

#ifdef __cplusplus
}
#endif
#endif
