/* Writing: tokens in order of document become postings in order of form. */
#include "kernels.h"

/* invert(rows i64, ends i64, tokens u32, rank u32, positions u32, forms) ->
   documents u32, positions u32 of all tokens in order of form, document, position;
   tokens u64 of each form. Row rows[d] becomes document d; rank gives a form's number. */
PyObject *kernel_invert(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[5] = {{0}};
    Py_ssize_t forms;
    PyObject *out = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*n", &b[0], &b[1], &b[2], &b[3], &b[4], &forms))
        return NULL;
    const int64_t *rows = b[0].buf, *ends = b[1].buf;
    const uint32_t *tokens = b[2].buf, *rank = b[3].buf, *positions = b[4].buf;
    const size_t n = COUNT(b[0], int64_t);
    int64_t total = 0;
    for (size_t d = 0; d < n; d++) total += ends[rows[d]] - (rows[d] ? ends[rows[d] - 1] : 0);
    PyObject *docs = PyBytes_FromStringAndSize(NULL, total * 4);
    PyObject *places = PyBytes_FromStringAndSize(NULL, total * 4);
    PyObject *counts = PyBytes_FromStringAndSize(NULL, forms * 8);
    uint64_t *next = malloc(((size_t)forms + 1) * sizeof *next);
    if (docs && places && counts && next) {
        uint32_t *d_out = (uint32_t *)PyBytes_AS_STRING(docs);
        uint32_t *p_out = (uint32_t *)PyBytes_AS_STRING(places);
        uint64_t *count = (uint64_t *)PyBytes_AS_STRING(counts);
        Py_BEGIN_ALLOW_THREADS
        memset(count, 0, (size_t)forms * 8);
        for (size_t d = 0; d < n; d++)
            for (int64_t t = rows[d] ? ends[rows[d] - 1] : 0; t < ends[rows[d]]; t++)
                count[rank[tokens[t]]]++;
        uint64_t sum = 0;
        for (Py_ssize_t f = 0; f < forms; f++) {
            next[f] = sum;
            sum += count[f];
        }
        for (size_t d = 0; d < n; d++)
            for (int64_t t = rows[d] ? ends[rows[d] - 1] : 0; t < ends[rows[d]]; t++) {
                const uint64_t at = next[rank[tokens[t]]]++;
                d_out[at] = (uint32_t)d;
                p_out[at] = positions[t];
            }
        Py_END_ALLOW_THREADS
        out = Py_BuildValue("OOO", docs, places, counts);
    } else if (!PyErr_Occurred()) {
        PyErr_NoMemory();
    }
    free(next);
    Py_XDECREF(docs);
    Py_XDECREF(places);
    Py_XDECREF(counts);
    release(b, 5);
    return out;
}

/* collapse(documents u32, positions u32, tokens of each form u64, starts u32) ->
   document u32, frequencies u64 of each posting; postings u64 of each form.
   Frequencies are title << 42 | lede << 21 | body. */
PyObject *kernel_collapse(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[4] = {{0}};
    PyObject *out = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*y*", &b[0], &b[1], &b[2], &b[3])) return NULL;
    const uint32_t *docs = b[0].buf, *positions = b[1].buf, *starts = b[3].buf;
    const uint64_t *tokens = b[2].buf;
    const size_t forms = COUNT(b[2], uint64_t);
    PyObject *kept = PyBytes_FromStringAndSize(NULL, b[0].len);
    PyObject *frequencies = PyBytes_FromStringAndSize(NULL, b[0].len * 2);
    PyObject *counts = PyBytes_FromStringAndSize(NULL, b[2].len);
    if (kept && frequencies && counts) {
        uint32_t *d_out = (uint32_t *)PyBytes_AS_STRING(kept);
        uint64_t *f_out = (uint64_t *)PyBytes_AS_STRING(frequencies);
        uint64_t *count = (uint64_t *)PyBytes_AS_STRING(counts);
        size_t n = 0;
        Py_BEGIN_ALLOW_THREADS
        for (size_t f = 0, t = 0; f < forms; f++) {
            const size_t first = n, end = t + tokens[f];
            for (; t < end; t++) {
                const uint32_t doc = docs[t], at = positions[t];
                const int field = (at >= starts[2 * doc]) + (at >= starts[2 * doc + 1]);
                if (n == first || d_out[n - 1] != doc) {
                    d_out[n] = doc;
                    f_out[n++] = 0;
                }
                f_out[n - 1] += 1ULL << (42 - 21 * field);
            }
            count[f] = n - first;
        }
        Py_END_ALLOW_THREADS
        if (_PyBytes_Resize(&kept, (Py_ssize_t)n * 4) == 0 &&
            _PyBytes_Resize(&frequencies, (Py_ssize_t)n * 8) == 0)
            out = Py_BuildValue("OOO", kept, frequencies, counts);
    }
    Py_XDECREF(kept);
    Py_XDECREF(frequencies);
    Py_XDECREF(counts);
    release(b, 4);
    return out;
}
