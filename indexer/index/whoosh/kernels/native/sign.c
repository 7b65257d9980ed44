/* Signatures of articles: minima over the hashes of their forms, and which are nearly the same. */
#include "kernels.h"

#define BYTES 16 /* indexer.index.contract.SIGNATURE */

/* How many of the 8 bytes of a and b are equal. */
static inline int equal_bytes(uint64_t a, uint64_t b) {
    const uint64_t low = 0x7f7f7f7f7f7f7f7fULL, x = a ^ b;
    /* the addition carries into the high bit of each byte whose low bits differ */
    const uint64_t differ = (((x & low) + low) | x) & ~low;
    return 8 - (int)((differ >> 7) * 0x0101010101010101ULL >> 56);
}

/* Whether signature at has alike bytes or more in common with one of those before it. */
int repeated(const uint8_t *const *signatures, size_t at, size_t size, int alike) {
    for (size_t other = 0; other < at; other++) {
        int equal = 0;
        for (size_t byte = 0; byte < size; byte += 8) {
            uint64_t a, b;
            memcpy(&a, signatures[at] + byte, 8);
            memcpy(&b, signatures[other] + byte, 8);
            equal += equal_bytes(a, b);
            if (equal + (int)(size - byte - 8) < alike) break;
        }
        if (equal >= alike) return 1;
    }
    return 0;
}

/* sign(hashes u32 BYTES a form, tokens u32, ends i64) -> BYTES bytes an article: the lowest byte of
   the least hash, 255 without tokens. */
PyObject *kernel_sign(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    if (!PyArg_ParseTuple(args, "y*y*y*", &b[0], &b[1], &b[2])) return NULL;
    const uint32_t *hashes = b[0].buf, *tokens = b[1].buf;
    const int64_t *ends = b[2].buf;
    const Py_ssize_t articles = COUNT(b[2], int64_t);
    PyObject *out = PyBytes_FromStringAndSize(NULL, articles * BYTES);
    if (out) {
        uint8_t *signature = (uint8_t *)PyBytes_AS_STRING(out);
        BEGIN_LONG
        int64_t t = 0;
        for (Py_ssize_t a = 0; a < articles; a++, signature += BYTES) {
            uint32_t least[BYTES];
            memset(least, 255, sizeof least);
            for (; t < ends[a]; t++) {
                const size_t form = AT(tokens, t, COUNT(b[1], uint32_t));
                const uint32_t *hash = hashes + INDEX(form, b[0].len / 4 / BYTES) * BYTES;
                for (int i = 0; i < BYTES; i++)
                    if (hash[i] < least[i]) least[i] = hash[i];
            }
            for (int i = 0; i < BYTES; i++) signature[i] = (uint8_t)least[i];
        }
        END_LONG
    }
    release(b, 3);
    return out;
}
