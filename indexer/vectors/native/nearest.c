/* The extension indexer.vectors._nearest: how near vectors are to a question. nearest.py gives the
   same answers without it. All sums are of whole numbers, so that their order is nothing. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "check.h"
#include <stdint.h>
#include <string.h>

#define KINDS 2        /* vectors of an article: indexer.vectors.rows.KINDS */
#define DIMENSIONS 192 /* indexer.vectors.encoder.DIMENSIONS */
#define WORDS (DIMENSIONS / 64)
#define PLANES 3 /* nearest.PLANES: bits of a rough number */

#define LANGUAGES 3    /* indexer.vectors.rows.LANGUAGES */

#define SIGNS (KINDS * WORDS * 8) /* bytes of a row's signs */
#define MOST (DIMENSIONS << (PLANES - 1)) /* the largest estimate */
#define SPAN (2 * MOST + 1)

static void release(Py_buffer *buffers, int count) {
    for (int i = 0; i < count; i++)
        if (buffers[i].obj) PyBuffer_Release(&buffers[i]);
}

/* The sum of the rough numbers, each with the sign that a row has there; of the nearer vector. */
static inline __attribute__((always_inline)) int16_t estimate(const uint8_t *row,
                                                              const uint64_t *planes, int whole) {
    int best = INT16_MIN;
    for (int kind = 0; kind < KINDS; kind++) {
        uint64_t signs[WORDS];
        memcpy(signs, row + kind * WORDS * 8, sizeof signs);
        int sum = -whole;
        for (int plane = 0; plane < PLANES; plane++) {
            int count = 0;
            for (int word = 0; word < WORDS; word++)
                count += __builtin_popcountll(signs[word] & planes[plane * WORDS + word]);
            /* two's complement: the last bit counts downwards */
            sum += 2 * (plane == PLANES - 1 ? -(count << plane) : count << plane);
        }
        if (sum > best) best = sum;
    }
    return (int16_t)best;
}

/* The estimates of rows, and how many rows of each language have each. */
static inline __attribute__((always_inline)) void estimate_all(const uint8_t *signs,
                                                               const uint8_t *languages,
                                                               size_t rows, const uint64_t *planes,
                                                               int whole, int16_t *out,
                                                               uint32_t *counts) {
    for (size_t row = 0; row < rows; row++) {
        const int16_t found = estimate(signs + row * SIGNS, planes, whole);
        out[row] = found;
        AT(counts, INDEX(languages[row], LANGUAGES) * SPAN + (size_t)(found + MOST),
           LANGUAGES * SPAN)++;
    }
}

#if defined(__x86_64__) && !CHECKED
#define POPCNT 1
__attribute__((target("popcnt"))) static void counted(const uint8_t *signs,
                                                      const uint8_t *languages, size_t rows,
                                                      const uint64_t *planes, int whole,
                                                      int16_t *out, uint32_t *counts) {
    estimate_all(signs, languages, rows, planes, whole, out, counts);
}
#else
#define POPCNT 0
#endif

/* estimates(signs u8 SIGNS a row, languages u8, planes u64 WORDS a plane, sum of the rough numbers)
   -> i16 of each row, and of each language u32 how many rows have each from -MOST to MOST */
static PyObject *estimates(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    int whole;
    if (!PyArg_ParseTuple(args, "y*y*y*i", &b[0], &b[1], &b[2], &whole)) return NULL;
    const size_t rows = (size_t)b[1].len;
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(rows * 2)), *both = NULL;
    PyObject *tally = PyBytes_FromStringAndSize(NULL, LANGUAGES * SPAN * 4);
    if (out && tally) {
        CHECK(b[2].len == PLANES * WORDS * 8 && (size_t)b[0].len == rows * SIGNS);
        uint64_t planes[PLANES * WORDS];
        memcpy(planes, b[2].buf, sizeof planes);
        int16_t *found = (int16_t *)PyBytes_AS_STRING(out);
        uint32_t *counts = (uint32_t *)PyBytes_AS_STRING(tally);
        memset(counts, 0, LANGUAGES * SPAN * 4);
        BEGIN_LONG
#if POPCNT
        if (__builtin_cpu_supports("popcnt"))
            counted(b[0].buf, b[1].buf, rows, planes, whole, found, counts);
        else
#endif
            estimate_all(b[0].buf, b[1].buf, rows, planes, whole, found, counts);
        END_LONG
        both = PyTuple_Pack(2, out, tally);
    }
    Py_XDECREF(out);
    Py_XDECREF(tally);
    release(b, 3);
    return both;
}

/* passing(estimates i16, languages u8, least i32 of each language) -> i64 rows that reach it */
static PyObject *passing(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    if (!PyArg_ParseTuple(args, "y*y*y*", &b[0], &b[1], &b[2])) return NULL;
    const int16_t *found = b[0].buf;
    const uint8_t *languages = b[1].buf;
    const int32_t *least = b[2].buf;
    const size_t rows = (size_t)b[1].len;
    CHECK((size_t)b[0].len == rows * 2 && b[2].len == LANGUAGES * 4);
    size_t count = 0;
    for (size_t row = 0; row < rows; row++)
        count += found[row] >= least[INDEX(languages[row], LANGUAGES)];
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * 8));
    int64_t *kept = out ? (int64_t *)PyBytes_AS_STRING(out) : NULL;
    for (size_t row = 0, n = 0; row < rows && kept; row++)
        if (found[row] >= least[INDEX(languages[row], LANGUAGES)])
            AT(kept, n++, count) = (int64_t)row;
    release(b, 3);
    return out;
}

/* The product of each vector of a row with the question, by its length; the larger of them. */
static inline double nearer(const int8_t *vectors, const float *inverses, const int16_t *question) {
    double best = 0;
    for (int kind = 0; kind < KINDS; kind++) {
        const int8_t *vector = vectors + kind * DIMENSIONS;
        int32_t sum = 0;
        for (int at = 0; at < DIMENSIONS; at++) sum += (int16_t)vector[at] * question[at];
        const double found = sum * (double)inverses[kind];
        if (!kind || found > best) best = found;
    }
    return best;
}

/* products(vectors i8 KINDS * DIMENSIONS a row, inverses f32 KINDS a row, question i16,
   rows i64 or None for all) -> f64 of each */
static PyObject *products(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[4] = {{0}};
    if (!PyArg_ParseTuple(args, "y*y*y*z*", &b[0], &b[1], &b[2], &b[3])) return NULL;
    const size_t rows = (size_t)b[0].len / (KINDS * DIMENSIONS);
    const int64_t *chosen = b[3].buf;
    const size_t count = b[3].obj ? (size_t)b[3].len / 8 : rows;
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * sizeof(double)));
    if (out) {
        CHECK(b[2].len == DIMENSIONS * 2 && (size_t)b[1].len == rows * KINDS * sizeof(float));
        double *found = (double *)PyBytes_AS_STRING(out);
        BEGIN_LONG
        for (size_t n = 0; n < count; n++) {
            const size_t row = b[3].obj ? INDEX(chosen[n], rows) : n;
            found[n] = nearer((const int8_t *)b[0].buf + row * KINDS * DIMENSIONS,
                              (const float *)b[1].buf + row * KINDS, b[2].buf);
        }
        END_LONG
    }
    release(b, 4);
    return out;
}

_Thread_local Call call;

GUARDED(guarded_estimates, estimates)
GUARDED(guarded_passing, passing)
GUARDED(guarded_products, products)

static PyMethodDef methods[] = {
    {"estimates", guarded_estimates, METH_VARARGS, NULL},
    {"passing", guarded_passing, METH_VARARGS, NULL},
    {"products", guarded_products, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_nearest", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__nearest(void) {
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddIntConstant(made, "checked", CHECKED) < 0) Py_CLEAR(made);
    return made;
}
