/* What the files of the extension share. Every array comes and goes through the buffer protocol;
   callers promise dtypes and lengths (indexer/engines/whoosh/kernels.py). */
#ifndef PODSHIVKA_KERNELS_H
#define PODSHIVKA_KERNELS_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(buffer, type) ((buffer).len / (Py_ssize_t)sizeof(type))
#define WORDS(size) (((size_t)(size) + 63) / 64)

/* Zeroed memory that is lent under the GIL and given back zeroed, so that a query neither
   allocates nor clears a megabyte. */
typedef struct {
    uint64_t *bits; /* one bit a document */
    double *sums;   /* one number a document; also used as uint32 */
    size_t size;    /* documents that there is room for */
} Scratch;

int scratch_take(Scratch *scratch, size_t size);
void scratch_give(Scratch *scratch);

/* The arrays of a segment's postings, see segment.py. */
typedef struct {
    Py_buffer lows, codes, run_ends, run_chunks, run_postings;
} Postings;

int postings_get(PyObject *tuple, Postings *postings);
void postings_release(Postings *postings);
void release(Py_buffer *buffers, int count);

static inline uint32_t number_at(const void *values, int wide, size_t at) {
    return wide ? ((const uint32_t *)values)[at] : ((const uint16_t *)values)[at];
}

typedef struct {
    size_t first, end; /* postings */
    uint32_t base;     /* of their documents */
} Run;

static inline size_t run_count(const Postings *p, uint32_t form, size_t *first) {
    const uint32_t *ends = p->run_ends.buf;
    *first = form ? ends[form - 1] : 0;
    return ends[form] - *first;
}

static inline Run run_at(const Postings *p, size_t run) {
    const uint64_t *ends = p->run_postings.buf;
    Run out = {run ? ends[run - 1] : 0, ends[run], 0};
    out.base = (uint32_t)((const uint16_t *)p->run_chunks.buf)[run] << 16;
    return out;
}

static inline int codes_wide(const Postings *p) { return p->codes.len > p->lows.len; }

#define SPARSE 8 /* with so many times fewer documents asked for, postings are skipped */

/* First index in [low, high) of lows that is >= key, galloping from low. */
static inline size_t gallop16(const uint16_t *values, size_t low, size_t high, uint32_t key) {
    size_t step = 1, at = low;
    while (at < high && values[at] < key) {
        low = at + 1;
        at += step;
        step *= 2;
    }
    if (at < high) high = at;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (values[middle] < key) low = middle + 1;
        else high = middle;
    }
    return low;
}

static inline size_t gallop32(const uint32_t *values, size_t low, size_t high, uint64_t key) {
    size_t step = 1, at = low;
    while (at < high && values[at] < key) {
        low = at + 1;
        at += step;
        step *= 2;
    }
    if (at < high) high = at;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (values[middle] < key) low = middle + 1;
        else high = middle;
    }
    return low;
}

PyObject *kernel_union(PyObject *self, PyObject *args);
PyObject *kernel_within(PyObject *self, PyObject *args);
PyObject *kernel_frequency(PyObject *self, PyObject *args);
PyObject *kernel_occurrences(PyObject *self, PyObject *args);
PyObject *kernel_phrase(PyObject *self, PyObject *args);
PyObject *kernel_weigh(PyObject *self, PyObject *args);
PyObject *kernel_member(PyObject *self, PyObject *args);
PyObject *kernel_merge(PyObject *self, PyObject *args);
PyObject *kernel_texts(PyObject *self, PyObject *args);
PyObject *kernel_find(PyObject *self, PyObject *args);
PyObject *kernel_accumulate(PyObject *self, PyObject *args);
PyObject *kernel_any(PyObject *self, PyObject *args);
PyObject *kernel_best(PyObject *self, PyObject *args);
PyObject *kernel_top(PyObject *self, PyObject *args);
PyObject *kernel_places(PyObject *self, PyObject *args);
PyObject *kernel_arrange(PyObject *self, PyObject *args);
PyObject *kernel_failures(PyObject *self, PyObject *args);
PyObject *kernel_passing(PyObject *self, PyObject *args);
PyObject *kernel_count(PyObject *self, PyObject *args);
PyObject *kernel_named(PyObject *self, PyObject *args);
PyObject *kernel_invert(PyObject *self, PyObject *args);
PyObject *kernel_collapse(PyObject *self, PyObject *args);
PyObject *kernel_interleave(PyObject *self, PyObject *args);
#endif
