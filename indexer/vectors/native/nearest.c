/* The extension indexer.vectors._nearest: how near vectors are to a question. nearest.py gives the
   same answers without it. All sums are of whole numbers, so that their order is nothing. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "check.h"
#include <stdint.h>
#include <string.h>

#define KINDS 2        /* vectors of an article: indexer.vectors.packed */
#define DIMENSIONS 192 /* likewise */
#define PIECES 12      /* indexer.vectors.pieces.MOST */
#define BITS 5         /* nearest.PIECE_BITS */
#define AHEAD 8        /* how many rows ahead of comparing they are fetched */
#define NUMBERS (KINDS * DIMENSIONS / 2) /* bytes of the vectors of a row */
#define BYTES (NUMBERS + PIECES * DIMENSIONS / 8)
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

/* A question as it is compared with pieces: the bits of its numbers, the last one negative. */
typedef struct {
    uint64_t planes[BITS][WORDS];
    int32_t whole; /* the sum of the numbers */
    double like;   /* times a product: about a cosine */
} Asked;

/* The largest product with the signs of a piece. */
static inline __attribute__((always_inline)) int32_t nearest_piece(const uint8_t *signs,
                                                                   const Asked *q) {
    int32_t best = INT32_MIN;
    for (int piece = 0; piece < PIECES; piece++) {
        uint64_t own[WORDS];
        memcpy(own, signs + piece * WORDS * 8, sizeof own);
        int32_t sum = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int32_t count = 0;
            for (int word = 0; word < WORDS; word++)
                count += __builtin_popcountll(own[word] & q->planes[bit][word]);
            sum += bit == BITS - 1 ? -(count << bit) : count << bit;
        }
        if (sum > best) best = sum;
    }
    return 2 * best - q->whole;
}

/* The product with the numbers of four bits of one kind. */
static inline __attribute__((always_inline)) int32_t product(const uint8_t *numbers,
                                                             const int16_t *question) {
    int32_t sum = 0;
    for (int at = 0; at < DIMENSIONS / 2; at++)
        sum += (2 * (numbers[at] & 15) - 15) * question[at] +
               (2 * (numbers[at] >> 4) - 15) * question[at + DIMENSIONS / 2];
    return sum;
}

typedef struct {
    const uint8_t *rows;
    const float *inverses;
    const int16_t *question;
    const double *lengths;
    int both; /* like is compared with like */
    Asked asked;
} Compared;

static inline __attribute__((always_inline)) double cosine(const Compared *q, size_t row) {
    const uint8_t *own = q->rows + row * BYTES;
    double found[KINDS];
    for (int kind = q->both ? 0 : 1; kind < KINDS; kind++)
        found[kind] = product(own + kind * DIMENSIONS / 2, q->question + kind * DIMENSIONS) *
                      (double)q->inverses[row * KINDS + kind] * q->lengths[kind];
    const double sum =
        q->both ? found[0] + found[1]
                : found[1] + nearest_piece(own + NUMBERS, &q->asked) * q->asked.like;
    return sum > 2 ? 1 : sum / 2;
}

static inline __attribute__((always_inline)) void cosines_of(const Compared *q,
                                                             const int64_t *chosen, size_t rows,
                                                             size_t count, double *out) {
    for (size_t n = 0; n < count; n++) {
        if (chosen && n + AHEAD < count) /* chosen rows lie far from each other */
            for (int at = 0; at < BYTES; at += 64)
                __builtin_prefetch(q->rows + INDEX(chosen[n + AHEAD], rows) * BYTES + at);
        out[n] = cosine(q, chosen ? INDEX(chosen[n], rows) : n);
    }
}

#if POPCNT
__attribute__((target("popcnt"))) static void cosines_counted(const Compared *q,
                                                              const int64_t *chosen, size_t rows,
                                                              size_t count, double *out) {
    cosines_of(q, chosen, rows, count, out);
}
#endif

/* cosines(vectors u8 BYTES a row, inverses f32 KINDS a row, question i16 of each kind, inverses f64
   of its lengths, rows i64 or None for all, planes u64 of each bit of what is compared with pieces,
   the sum of its numbers, the factor of its products, whether like is compared with like)
   -> cosines f64 */
static PyObject *cosines(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[6] = {{0}};
    Compared q;
    if (!PyArg_ParseTuple(args, "y*y*y*y*z*y*idp", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5],
                          &q.asked.whole, &q.asked.like, &q.both))
        return NULL;
    const size_t rows = (size_t)b[0].len / BYTES;
    const int64_t *chosen = b[4].obj ? b[4].buf : NULL;
    const size_t count = chosen ? (size_t)b[4].len / 8 : rows;
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * sizeof(double)));
    if (out) {
        CHECK(b[2].len == KINDS * DIMENSIONS * 2 && b[3].len == KINDS * sizeof(double));
        CHECK((size_t)b[1].len == rows * KINDS * sizeof(float));
        CHECK(b[5].len == sizeof q.asked.planes);
        q.rows = b[0].buf;
        q.inverses = b[1].buf;
        q.question = b[2].buf;
        q.lengths = b[3].buf;
        memcpy(q.asked.planes, b[5].buf, sizeof q.asked.planes);
        double *found = (double *)PyBytes_AS_STRING(out);
        BEGIN_LONG
#if POPCNT
        if (__builtin_cpu_supports("popcnt"))
            cosines_counted(&q, chosen, rows, count, found);
        else
#endif
            cosines_of(&q, chosen, rows, count, found);
        END_LONG
    }
    release(b, 6);
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
