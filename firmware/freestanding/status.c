/* A few words for each status. */
#include "edge_runtime.h"

static const char *const texts[] = {
    "ok", "not a model", "unknown version", "wrong length", "wrong checksum", "truncated", "bad integer", "limit exceeded", "operation not in this engine",
    "encoding not in this engine", "coding not in this engine", "wrong register", "wrong kind", "wrong shape", "arena too small", "scratch too small",
    "wrong attribute", "encoding not possible here", "bad stream", "bad index", "trailing bytes", "wrong flags", "bad text", "wrong certificate",
    "number not finite", "bad Huffman table",
};

const char *edge_status_text(int32_t status) {
    if (status == EDGE_DIFFERS) return "results differ from the certificate";
    return status >= 0 && status < (int32_t)(sizeof texts / sizeof *texts) ? texts[status] : "unknown status";
}
