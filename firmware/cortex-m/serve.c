/* The program of an image: picks a model, checks it, and answers on the serial line.
 *
 * After reset it writes a line of text for each model slot, then waits. Both directions use frames:
 *   0xED, code, length (u32, little-endian), that many bytes, CRC-32C of code, length and bytes (u32)
 * Requests: 'I' information, 'R' run (bytes of all inputs), 'T' self-test. Answers carry a status as code, 0 for success:
 *   I  nine u32: protocol, slot, int8, words, floats arena, bytes of memory for arenas, stack reserved, stack used, clock in Hz
 *   R  ticks of the inference (u64), then the bytes of all outputs
 *   T  nothing
 * A frame that stops for a second, or whose checksum is wrong, is dropped; the latter is answered with 254, an unknown request with 255. */
#include "board.h"
#include "cortex_m.h"
#include "edge_runtime.h"
#include "models.h"

enum { START = 0xED, PROTOCOL = 1, DAMAGED = 254, UNKNOWN = 255, TIMEOUT_SECONDS = 1 };

extern uint8_t _bss_end[], _memory_end[], _stack_limit[], _stack_top[];

static edge_model model;
static int32_t slot;
static uint32_t checksum;

/* The engine stops here only if memory is damaged while it runs. */
void edge_fault(void);

static void print(const char *text) {
    while (*text != 0) serial_put((uint8_t)*text++);
}

static void print_number(int32_t value) {
    char digits[12], *p = digits + sizeof digits - 1;
    uint32_t rest = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
    *p = 0;
    do *--p = (char)('0' + rest % 10); while ((rest /= 10) != 0);
    if (value < 0) *--p = '-';
    print(p);
}

/* Words, floats and bytes one after the other in the memory behind the static data. */
static int32_t place_arenas(void) {
    int32_t room = (int32_t)(_memory_end - _bss_end), words = 4 * model.word_arena, floats = 4 * model.float_arena;
    int32_t needed = words + floats + model.int8_arena;
    model.words = (uint32_t *)(void *)_bss_end;
    model.floats = (float *)(void *)(_bss_end + words);
    model.int8 = (int8_t *)_bss_end + words + floats;
    return needed - room;
}

static int32_t open_slot(int32_t i) {
    int32_t status = edge_model_open(&model, models[i].bytes, (int32_t)models[i].length);
    print("edge: slot ");
    print_number(i);
    if (status == 0 && place_arenas() > 0) {
        print(": memory is too small by ");
        print_number(place_arenas());
        print(" bytes\n");
        return -1;
    }
    if (status == 0) status = edge_model_check(&model);
    print(status == 0 ? ": runs" : ": refused, ");
    if (status != 0) {
        print(edge_status_text(status));
        print(" at byte ");
        print_number(model.fault_at);
    }
    print("\n");
    return status;
}

static void put_word(uint32_t value) {
    for (int i = 0; i < 4; i++, value >>= 8) {
        uint8_t byte = (uint8_t)value;
        checksum = edge_crc32c(checksum, &byte, 1);
        serial_put(byte);
    }
}

static void begin(uint8_t status, uint32_t length) {
    serial_put(START);
    checksum = edge_crc32c(0, &status, 1);
    serial_put(status);
    put_word(length);
}

static void end(void) { put_word(checksum); }

static void put_bytes(const uint8_t *bytes, int32_t count) {
    checksum = edge_crc32c(checksum, bytes, count);
    for (int32_t i = 0; i < count; i++) serial_put(bytes[i]);
}

/* The next byte of a frame; -1 when none comes. */
static int32_t next(void) {
    uint64_t start = core_ticks();
    int32_t byte;
    while ((byte = serial_poll()) < 0)
        if (core_ticks() - start > (uint64_t)CLOCK_HZ * TIMEOUT_SECONDS) return -1;
    return byte;
}

static int32_t next_word(uint32_t *value) {
    uint8_t bytes[4];
    for (int i = 0; i < 4; i++) {
        int32_t byte = next();
        if (byte < 0) return -1;
        bytes[i] = (uint8_t)byte;
    }
    checksum = edge_crc32c(checksum, bytes, 4);
    *value = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    return 0;
}

static uint8_t *place(const edge_tensor *t) {
    return t->kind == EDGE_INT8 ? (uint8_t *)(model.int8 + t->offset) : (uint8_t *)(model.floats + t->offset);
}

static int32_t bytes_of(const edge_tensor *t) { return t->kind == EDGE_INT8 ? t->elements : 4 * t->elements; }

/* Reads the bytes of a frame, those of a run straight into the inputs. More or fewer than the inputs take count as damage. */
static int32_t receive(uint8_t code, uint32_t length) {
    edge_tensor t;
    uint32_t stored, left = length;
    for (int32_t i = 0; code == 'R' && i < model.input_count; i++) {
        edge_model_input(&model, i, &t);
        for (int32_t j = 0; j < bytes_of(&t) && left > 0; j++, left--) {
            int32_t byte = next();
            if (byte < 0) return -1;
            place(&t)[j] = (uint8_t)byte;
        }
        checksum = edge_crc32c(checksum, place(&t), bytes_of(&t));
    }
    for (; left > 0; left--)
        if (next() < 0) return -1;
    uint32_t expected = checksum;
    if (next_word(&stored) != 0) return -1;
    return stored == expected ? 0 : DAMAGED;
}

static void inform(void) {
    begin(0, 36);
    put_word(PROTOCOL);
    put_word((uint32_t)slot);
    put_word((uint32_t)model.int8_arena);
    put_word((uint32_t)model.word_arena);
    put_word((uint32_t)model.float_arena);
    put_word((uint32_t)(_memory_end - _bss_end));
    put_word((uint32_t)(_stack_top - _stack_limit));
    put_word((uint32_t)stack_used());
    put_word(CLOCK_HZ);
    end();
}

static void run(void) {
    edge_tensor t;
    uint32_t bytes = 8;
    uint64_t start = core_ticks();
    edge_model_run(&model);
    uint64_t ticks = core_ticks() - start;
    for (int32_t i = 0; i < model.output_count; i++) {
        edge_model_output(&model, i, &t);
        bytes += (uint32_t)bytes_of(&t);
    }
    begin(0, bytes);
    put_word((uint32_t)ticks);
    put_word((uint32_t)(ticks >> 32));
    for (int32_t i = 0; i < model.output_count; i++) {
        edge_model_output(&model, i, &t);
        put_bytes(place(&t), bytes_of(&t));
    }
    end();
}

static void answer(uint8_t status) {
    begin(status, 0);
    end();
}

static void serve(void) {
    if (serial_poll() != START) return;
    int32_t code = next();
    uint32_t length;
    if (code < 0) return;
    uint8_t byte = (uint8_t)code;
    checksum = edge_crc32c(0, &byte, 1);
    if (next_word(&length) != 0) return;
    int32_t status = receive(byte, length);
    if (status < 0) return;
    if (status != 0) answer((uint8_t)status);
    else if (byte == 'I') inform();
    else if (byte == 'R') run();
    else if (byte == 'T') answer((uint8_t)edge_selftest(&model));
    else answer(UNKNOWN);
}

void fault_handler(void);
void fault_handler(void) {
    print("edge: fault\n");
    for (;;) {}
}

int main(void) {
    serial_open();
    for (slot = 0; slot < MODEL_COUNT && open_slot(slot) != 0;) slot++;
    if (slot == MODEL_COUNT) {
        print("edge: no model runs\n");
        for (;;) {}
    }
    print("edge: ready\n");
    for (;;) serve();
}
