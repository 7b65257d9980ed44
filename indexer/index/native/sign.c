/* Signatures of articles: minima over the hashes of their forms. */
#include "loops.h"

/* sign(hashes u32 BYTES a form, tokens u32, ends i64) -> BYTES bytes an article: each the lowest
   byte of the least hash, 255 without tokens. */
PyObject *loop_sign(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    if (!PyArg_ParseTuple(args, "y*y*y*", &b[0], &b[1], &b[2])) return NULL;
    const uint32_t *hashes = b[0].buf, *tokens = b[1].buf;
    const int64_t *ends = b[2].buf;
    const Py_ssize_t articles = b[2].len / 8;
    PyObject *out = PyBytes_FromStringAndSize(NULL, articles * BYTES);
    if (out) {
        uint8_t *signature = (uint8_t *)PyBytes_AS_STRING(out);
        BEGIN_LONG
        int64_t t = 0;
        for (Py_ssize_t a = 0; a < articles; a++, signature += BYTES) {
            uint32_t least[BYTES];
            memset(least, 255, sizeof least);
            for (; t < ends[a]; t++) {
                const size_t form = AT(tokens, t, b[1].len / 4);
                keep_least(least, hashes_of(hashes, form, (size_t)b[0].len / 4 / BYTES));
            }
            for (int i = 0; i < BYTES; i++) signature[i] = (uint8_t)least[i];
        }
        END_LONG
    }
    release(b, 3);
    return out;
}
