/* edge_selftest: the certificate that stands in the metadata, against what this machine computes. */
#include "edge_runtime.h"

enum { CERTIFICATE = 3, ENTRY_BYTES = 8, TRUNCATED = 5 };

static uint32_t word(const uint8_t *p) { return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24; }

/* A varint before `end`; -1 when there is none. */
static int32_t varint(const edge_model *m, int32_t *at, int32_t end) {
    uint32_t value = 0;
    for (int shift = 0; shift < 28 && *at < end; shift += 7) {
        uint8_t b = m->file[(*at)++];
        value |= (uint32_t)(b & 127) << shift;
        if (b < 128) return (int32_t)value;
    }
    return -1;
}

/* round(value / scale) to the nearest, ties to even, plus the zero point, limited to int8: as the Quantize operation. */
static int8_t quantize(float value, const edge_tensor *t) {
    float v = value / t->scale;
    if (v > 300.0f) v = 300.0f;
    if (v < -300.0f) v = -300.0f;
    int32_t q = (int32_t)v;
    float rest = v - (float)q;
    if (rest > 0.5f || (rest == 0.5f && (q & 1) != 0)) q++;
    if (rest < -0.5f || (rest == -0.5f && (q & 1) != 0)) q--;
    q += t->zero_point;
    return (int8_t)(q < -128 ? -128 : q > 127 ? 127 : q);
}

static void fill_inputs(edge_model *m, uint32_t state) {
    edge_tensor t;
    for (int32_t i = 0; i < m->input_count; i++) {
        edge_model_input(m, i, &t);
        for (int32_t j = 0; j < t.elements; j++) {
            state = 1664525u * state + 1013904223u;
            float value = (float)((int32_t)(state >> 24) - 128) / 128.0f;
            if (t.kind == EDGE_INT8) m->int8[t.offset + j] = quantize(value, &t);
            else m->floats[t.offset + j] = value;
        }
    }
}

static uint32_t fold_outputs(const edge_model *m) {
    edge_tensor t;
    uint32_t sum = 0;
    for (int32_t i = 0; i < m->output_count; i++) {
        edge_model_output(m, i, &t);
        const void *values = t.kind == EDGE_INT8 ? (const void *)(m->int8 + t.offset) : (const void *)(m->floats + t.offset);
        sum = (sum << 1 | sum >> 31) ^ edge_crc32c(0, values, t.kind == EDGE_INT8 ? t.elements : 4 * t.elements);
    }
    return sum;
}

int32_t edge_selftest(edge_model *m) {
    for (int32_t at = m->metadata_at; at < m->length;) {
        int32_t tag = varint(m, &at, m->length), bytes = varint(m, &at, m->length), end = at + bytes;
        if (tag < 0 || bytes < 0 || bytes > m->length - at) return TRUNCATED;
        if (tag == CERTIFICATE) {
            int32_t count = varint(m, &at, end);
            if (count < 0 || count > (end - at) / ENTRY_BYTES) return TRUNCATED;
            for (; count > 0; count--, at += ENTRY_BYTES) {
                fill_inputs(m, word(m->file + at));
                edge_model_run(m);
                if (fold_outputs(m) != word(m->file + at + 4)) return EDGE_DIFFERS;
            }
        }
        at = end;
    }
    return 0;
}
