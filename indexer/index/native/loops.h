/* What the files of the extension share. Every array comes and goes through the buffer protocol;
   callers promise dtypes (loops.py, opensearch/lines.py). */
#ifndef PODSHIVKA_LOOPS_H
#define PODSHIVKA_LOOPS_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "check.h"
#include <stdint.h>
#include <string.h>

#define BYTES 16 /* of a signature: indexer.index.contract.SIGNATURE */

static inline void release(Py_buffer *buffers, int count) {
    for (int i = 0; i < count; i++) PyBuffer_Release(&buffers[i]);
}

/* The hashes of one of ``forms`` forms. */
static inline const uint32_t *hashes_of(const uint32_t *hashes, size_t form, size_t forms) {
    return hashes + INDEX(form, forms) * BYTES;
}

/* Four hashes, which are compared at once. */
typedef uint32_t Four __attribute__((vector_size(16)));

/* Keep the lesser hash of the two rows at each place. */
static inline void keep_least(uint32_t *least, const uint32_t *hash) {
    for (int i = 0; i < BYTES; i += 4) {
        Four kept, found;
        memcpy(&kept, least + i, sizeof kept);
        memcpy(&found, hash + i, sizeof found);
        const Four less = (Four)(found < kept);
        kept = (found & less) | (kept & ~less);
        memcpy(least + i, &kept, sizeof kept);
    }
}

PyObject *loop_lay(PyObject *self, PyObject *args);
PyObject *loop_sign(PyObject *self, PyObject *args);
#endif
