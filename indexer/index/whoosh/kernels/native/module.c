/* The extension indexer.index.whoosh.kernels._kernels: loops that numpy would take in several passes.
   pure_reading.py and pure_writing.py give the same answers without it. */
#include "kernels.h"

#define SEGMENT "indexer.index.whoosh.files.segment"
#define POOL 8
static Scratch pool[POOL];
static int pooled = 0;

static void scratch_free(Scratch *scratch) {
    free(scratch->bits);
    free(scratch->sums);
    free(scratch->found);
}

int scratch_take(Scratch *scratch, size_t size) {
    if (pooled > 0) {
        *scratch = pool[--pooled];
        if (scratch->size >= size) return 0;
        scratch_free(scratch);
    }
    scratch->size = size;
    scratch->bits = calloc(2 * WORDS(size) + 1, sizeof(uint64_t));
    scratch->others = scratch->bits ? scratch->bits + WORDS(size) : NULL;
    scratch->sums = calloc(size + 1, sizeof(double));
    scratch->found = malloc((size + 1) * sizeof *scratch->found);
    if (scratch->bits && scratch->sums && scratch->found) return 0;
    scratch_free(scratch);
    PyErr_NoMemory();
    return -1;
}

/* What was lent comes back zeroed, or the next query finds what this one left. */
#ifdef PODSHIVKA_CHECKED
static int is_zeroed(const Scratch *scratch) {
    uint64_t left = 0;
    for (size_t word = 0; word < 2 * WORDS(scratch->size); word++) left |= scratch->bits[word];
    for (size_t doc = 0; doc < scratch->size; doc++) {
        uint64_t sum;
        memcpy(&sum, &scratch->sums[doc], sizeof sum);
        left |= sum;
    }
    return !left;
}
#endif

void scratch_give(Scratch *scratch) {
#ifdef PODSHIVKA_CHECKED
    CHECK(is_zeroed(scratch));
#endif
    if (pooled < POOL) {
        pool[pooled++] = *scratch;
    } else {
        scratch_free(scratch);
    }
}

void release(Py_buffer *buffers, int count) {
    for (int i = 0; i < count; i++)
        if (buffers[i].obj) PyBuffer_Release(&buffers[i]);
}

static void segment_free(PyObject *capsule) {
    Segment *s = PyCapsule_GetPointer(capsule, SEGMENT);
    release(s->arrays, ARRAYS);
    free(s);
}

const Segment *segment_of(PyObject *capsule) { return PyCapsule_GetPointer(capsule, SEGMENT); }

/* The lengths on which the loops rely. */
static void check_segment(const Segment *s) {
    const size_t postings = HELD(s, LOWS, uint16_t), size = s->size;
    CHECK(HELD(s, CODES, uint8_t) == postings);
    CHECK(HELD(s, RARE_POSTINGS, uint64_t) == HELD(s, RARE_CODES, uint32_t));
    CHECK(HELD(s, RUN_CHUNKS, uint16_t) == HELD(s, RUN_POSTINGS, uint64_t));
    CHECK(HELD(s, BLOCKS, uint64_t) * s->block >= postings);
    CHECK(HELD(s, RUN_ENDS, uint32_t) == HELD(s, FORM_ENDS, uint32_t));
    CHECK(HELD(s, TERM_FORMS_ENDS, uint32_t) == HELD(s, TERM_ENDS, uint32_t));
    CHECK(HELD(s, TABLES, uint32_t) == 4 * code_count(s));
    CHECK(HELD(s, STARTS, uint32_t) == 2 * size && HELD(s, LENGTHS, uint32_t) == size);
    CHECK(HELD(s, ID_ENDS, uint32_t) == size && (!s->live || HELD(s, LIVE, uint8_t) == size));
}

/* segment(arrays in the order of kernels.h, documents, postings in a block) -> what the other
   functions take for it */
PyObject *kernel_segment(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *tuple, *capsule;
    Py_ssize_t size, block;
    if (!PyArg_ParseTuple(args, "O!nn", &PyTuple_Type, &tuple, &size, &block)) return NULL;
    if (PyTuple_GET_SIZE(tuple) != ARRAYS) {
        PyErr_SetString(PyExc_TypeError, "not the arrays of a segment");
        return NULL;
    }
    Segment *s = calloc(1, sizeof *s);
    if (!s) return PyErr_NoMemory();
    if (!(capsule = PyCapsule_New(s, SEGMENT, segment_free))) {
        free(s);
        return NULL;
    }
    s->size = (size_t)size;
    s->block = (size_t)block;
    for (int i = 0; i < ARRAYS; i++) {
        PyObject *array = PyTuple_GET_ITEM(tuple, i);
        if (i == LIVE && array == Py_None) continue;
        if (PyObject_GetBuffer(array, &s->arrays[i], PyBUF_SIMPLE) < 0) {
            Py_DECREF(capsule);
            return NULL;
        }
    }
    s->live = s->arrays[LIVE].buf;
    check_segment(s);
    return capsule;
}

_Thread_local Call call;

GUARDED(guarded_segment, kernel_segment)
GUARDED(guarded_forms, kernel_forms)
GUARDED(guarded_common, kernel_common)
GUARDED(guarded_frequency, kernel_frequency)
GUARDED(guarded_frequencies, kernel_frequencies)
GUARDED(guarded_occurrences, kernel_occurrences)
GUARDED(guarded_near, kernel_near)
GUARDED(guarded_phrase, kernel_phrase)
GUARDED(guarded_member, kernel_member)
GUARDED(guarded_merge, kernel_merge)
GUARDED(guarded_texts, kernel_texts)
GUARDED(guarded_find, kernel_find)
GUARDED(guarded_best, kernel_best)
GUARDED(guarded_gains, kernel_gains)
GUARDED(guarded_page, kernel_page)
GUARDED(guarded_arrange, kernel_arrange)
GUARDED(guarded_failures, kernel_failures)
GUARDED(guarded_passing, kernel_passing)
GUARDED(guarded_between, kernel_between)
GUARDED(guarded_count, kernel_count)
GUARDED(guarded_tally, kernel_tally)
GUARDED(guarded_occurring, kernel_occurring)
GUARDED(guarded_invert, kernel_invert)
GUARDED(guarded_collapse, kernel_collapse)
GUARDED(guarded_interleave, kernel_interleave)

static PyMethodDef methods[] = {
    {"segment", guarded_segment, METH_VARARGS, NULL},
    {"forms", guarded_forms, METH_VARARGS, NULL},
    {"common", guarded_common, METH_VARARGS, NULL},
    {"frequency", guarded_frequency, METH_VARARGS, NULL},
    {"frequencies", guarded_frequencies, METH_VARARGS, NULL},
    {"occurrences", guarded_occurrences, METH_VARARGS, NULL},
    {"near", guarded_near, METH_VARARGS, NULL},
    {"phrase", guarded_phrase, METH_VARARGS, NULL},
    {"member", guarded_member, METH_VARARGS, NULL},
    {"merge", guarded_merge, METH_VARARGS, NULL},
    {"texts", guarded_texts, METH_VARARGS, NULL},
    {"find", guarded_find, METH_VARARGS, NULL},
    {"best", guarded_best, METH_VARARGS, NULL},
    {"gains", guarded_gains, METH_VARARGS, NULL},
    {"page", guarded_page, METH_VARARGS, NULL},
    {"arrange", guarded_arrange, METH_VARARGS, NULL},
    {"failures", guarded_failures, METH_VARARGS, NULL},
    {"passing", guarded_passing, METH_VARARGS, NULL},
    {"between", guarded_between, METH_VARARGS, NULL},
    {"count", guarded_count, METH_VARARGS, NULL},
    {"tally", guarded_tally, METH_VARARGS, NULL},
    {"occurring", guarded_occurring, METH_VARARGS, NULL},
    {"invert", guarded_invert, METH_VARARGS, NULL},
    {"collapse", guarded_collapse, METH_VARARGS, NULL},
    {"interleave", guarded_interleave, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_kernels", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernels(void) {
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddIntConstant(made, "checked", CHECKED) < 0) Py_CLEAR(made);
    return made;
}
