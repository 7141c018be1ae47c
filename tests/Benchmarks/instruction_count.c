/* QEMU plugin: instructions executed from the first block at one address to the first block at another, by all threads.
   Arguments: from=HEX,to=HEX. Prints the number at the end. The declarations are those of QEMU's plugin interface, version 1. */
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
enum { ADD_U64 = 0, NO_REGISTERS = 0 };
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, void (*translated)(plugin_id id, struct qemu_plugin_tb *block));
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *block, int operation, void *counter, uint64_t value);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *block, void (*executed)(unsigned cpu, void *data), int registers, void *data);
void qemu_plugin_register_atexit_cb(plugin_id id, void (*ended)(plugin_id id, void *data), void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *block);
void qemu_plugin_outs(const char *text);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

static uint64_t from, to, executed, first, last;

/* The block itself is counted after its first call-back. */
static void begin(unsigned cpu, void *data) { (void)cpu; (void)data; if (first == 0) first = executed; }
static void end(unsigned cpu, void *data) { (void)cpu; (void)data; if (last == 0) last = executed; }

static void translated(plugin_id id, struct qemu_plugin_tb *block) {
    (void)id;
    if (qemu_plugin_tb_vaddr(block) == from) qemu_plugin_register_vcpu_tb_exec_cb(block, begin, NO_REGISTERS, NULL);
    if (qemu_plugin_tb_vaddr(block) == to) qemu_plugin_register_vcpu_tb_exec_cb(block, end, NO_REGISTERS, NULL);
    qemu_plugin_register_vcpu_tb_exec_inline(block, ADD_U64, &executed, qemu_plugin_tb_n_insns(block));
}

static void ended(plugin_id id, void *data) {
    char text[32];
    (void)id;
    (void)data;
    snprintf(text, sizeof text, "%" PRIu64, last - first);
    qemu_plugin_outs(first != 0 && last > first ? text : "the addresses were not executed");
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv) {
    (void)info;
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "from=", 5) == 0) from = strtoull(argv[i] + 5, NULL, 16);
        if (strncmp(argv[i], "to=", 3) == 0) to = strtoull(argv[i] + 3, NULL, 16);
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, ended, NULL);
    return 0;
}
