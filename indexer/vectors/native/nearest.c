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
#define MOST (KINDS * DIMENSIONS << (PLANES - 1)) /* the largest estimate */
#define SPAN (2 * MOST + 1)

static void release(Py_buffer *buffers, int count) {
    for (int i = 0; i < count; i++)
        if (buffers[i].obj) PyBuffer_Release(&buffers[i]);
}

/* A question in rough numbers, for each kind of vector. */
typedef struct {
    uint64_t planes[KINDS][PLANES][WORDS];
    int32_t whole[KINDS]; /* the sum of the numbers */
    int both;             /* like is compared with like, and summed; else the nearer counts */
} Rough;

/* The sum of the rough numbers, each with the sign that a row has there. */
static inline __attribute__((always_inline)) int16_t estimate(const uint8_t *row, const Rough *q) {
    int best = INT16_MIN, every = 0;
    for (int kind = 0; kind < KINDS; kind++) {
        uint64_t signs[WORDS];
        memcpy(signs, row + kind * WORDS * 8, sizeof signs);
        int sum = -q->whole[kind];
        for (int plane = 0; plane < PLANES; plane++) {
            int count = 0;
            for (int word = 0; word < WORDS; word++)
                count += __builtin_popcountll(signs[word] & q->planes[kind][plane][word]);
            /* two's complement: the last bit counts downwards */
            sum += 2 * (plane == PLANES - 1 ? -(count << plane) : count << plane);
        }
        every += sum;
        if (sum > best) best = sum;
    }
    return (int16_t)(q->both ? every : best);
}

/* The estimates of rows, and how many rows of each language have each. */
static inline __attribute__((always_inline)) void estimate_all(const uint8_t *signs,
                                                               const uint8_t *languages,
                                                               size_t rows, const Rough *q,
                                                               int16_t *out, uint32_t *counts) {
    for (size_t row = 0; row < rows; row++) {
        const int16_t found = estimate(signs + row * SIGNS, q);
        out[row] = found;
        AT(counts, INDEX(languages[row], LANGUAGES) * SPAN + (size_t)(found + MOST),
           LANGUAGES * SPAN)++;
    }
}

#if defined(__x86_64__) && !CHECKED
#define POPCNT 1
__attribute__((target("popcnt"))) static void counted(const uint8_t *signs,
                                                      const uint8_t *languages, size_t rows,
                                                      const Rough *q, int16_t *out,
                                                      uint32_t *counts) {
    estimate_all(signs, languages, rows, q, out, counts);
}
#else
#define POPCNT 0
#endif

/* estimates(signs u8 SIGNS a row, languages u8, planes u64 of each kind and bit, sums i32 of the
   rough numbers of each kind, whether like is compared with like)
   -> i16 of each row, and of each language u32 how many rows have each from -MOST to MOST */
static PyObject *estimates(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[4] = {{0}};
    Rough q;
    if (!PyArg_ParseTuple(args, "y*y*y*y*p", &b[0], &b[1], &b[2], &b[3], &q.both)) return NULL;
    const size_t rows = (size_t)b[1].len;
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(rows * 2)), *both = NULL;
    PyObject *tally = PyBytes_FromStringAndSize(NULL, LANGUAGES * SPAN * 4);
    if (out && tally) {
        CHECK(b[2].len == sizeof q.planes && b[3].len == sizeof q.whole);
        CHECK((size_t)b[0].len == rows * SIGNS);
        memcpy(q.planes, b[2].buf, sizeof q.planes);
        memcpy(q.whole, b[3].buf, sizeof q.whole);
        int16_t *found = (int16_t *)PyBytes_AS_STRING(out);
        uint32_t *counts = (uint32_t *)PyBytes_AS_STRING(tally);
        memset(counts, 0, LANGUAGES * SPAN * 4);
        BEGIN_LONG
#if POPCNT
        if (__builtin_cpu_supports("popcnt"))
            counted(b[0].buf, b[1].buf, rows, &q, found, counts);
        else
#endif
            estimate_all(b[0].buf, b[1].buf, rows, &q, found, counts);
        END_LONG
        both = PyTuple_Pack(2, out, tally);
    }
    Py_XDECREF(out);
    Py_XDECREF(tally);
    release(b, 4);
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

/* Of like with like the mean, else the larger one. */
static inline double cosine(const int8_t *vectors, const float *inverses, const int16_t *question,
                            const double *lengths, int both) {
    double found[KINDS];
    for (int kind = 0; kind < KINDS; kind++) {
        const int8_t *vector = vectors + kind * DIMENSIONS;
        const int16_t *asked = question + kind * DIMENSIONS;
        int32_t sum = 0;
        for (int at = 0; at < DIMENSIONS; at++) sum += (int16_t)vector[at] * asked[at];
        found[kind] = sum * (double)inverses[kind] * lengths[kind];
    }
    if (both) return (found[0] + found[1]) / 2;
    return found[0] > found[1] ? found[0] : found[1];
}

/* cosines(vectors i8 KINDS * DIMENSIONS a row, inverses f32 KINDS a row, question i16 of each kind,
   inverses f64 of its lengths, rows i64 or None for all, whether like is compared with like)
   -> cosines f64 */
static PyObject *cosines(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[5] = {{0}};
    int both;
    if (!PyArg_ParseTuple(args, "y*y*y*y*z*p", &b[0], &b[1], &b[2], &b[3], &b[4], &both))
        return NULL;
    const size_t rows = (size_t)b[0].len / (KINDS * DIMENSIONS);
    const int64_t *chosen = b[4].buf;
    const size_t count = b[4].obj ? (size_t)b[4].len / 8 : rows;
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * sizeof(double)));
    if (out) {
        CHECK(b[2].len == KINDS * DIMENSIONS * 2 && b[3].len == KINDS * sizeof(double));
        CHECK((size_t)b[1].len == rows * KINDS * sizeof(float));
        double *found = (double *)PyBytes_AS_STRING(out);
        BEGIN_LONG
        for (size_t n = 0; n < count; n++) {
            const size_t row = b[4].obj ? INDEX(chosen[n], rows) : n;
            found[n] = cosine((const int8_t *)b[0].buf + row * KINDS * DIMENSIONS,
                              (const float *)b[1].buf + row * KINDS, b[2].buf, b[3].buf, both);
        }
        END_LONG
    }
    release(b, 5);
    return out;
}

_Thread_local Call call;

GUARDED(guarded_estimates, estimates)
GUARDED(guarded_passing, passing)
GUARDED(guarded_cosines, cosines)

static PyMethodDef methods[] = {
    {"estimates", guarded_estimates, METH_VARARGS, NULL},
    {"passing", guarded_passing, METH_VARARGS, NULL},
    {"cosines", guarded_cosines, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_nearest", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__nearest(void) {
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddIntConstant(made, "checked", CHECKED) < 0) Py_CLEAR(made);
    return made;
}
