/* The extension indexer.engines.whoosh._kernels: loops that numpy would take in several passes.
   pure.py gives the same answers without it. */
#include "kernels.h"

#define POOL 8
static Scratch pool[POOL];
static int pooled = 0;

int scratch_take(Scratch *scratch, size_t size) {
    if (pooled > 0) {
        *scratch = pool[--pooled];
        if (scratch->size >= size) return 0;
        free(scratch->bits);
        free(scratch->sums);
    }
    scratch->size = size;
    scratch->bits = calloc(WORDS(size) + 1, sizeof(uint64_t));
    scratch->sums = calloc(size + 1, sizeof(double));
    if (scratch->bits && scratch->sums) return 0;
    free(scratch->bits);
    free(scratch->sums);
    PyErr_NoMemory();
    return -1;
}

void scratch_give(Scratch *scratch) {
    if (pooled < POOL) {
        pool[pooled++] = *scratch;
    } else {
        free(scratch->bits);
        free(scratch->sums);
    }
}

void release(Py_buffer *buffers, int count) {
    for (int i = 0; i < count; i++)
        if (buffers[i].obj) PyBuffer_Release(&buffers[i]);
}

int postings_get(PyObject *tuple, Postings *postings) {
    Py_buffer *buffers = &postings->lows;
    memset(postings, 0, sizeof *postings);
    if (!PyTuple_Check(tuple) || PyTuple_GET_SIZE(tuple) != 5) {
        PyErr_SetString(PyExc_TypeError, "postings are five arrays");
        return -1;
    }
    for (int i = 0; i < 5; i++) {
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(tuple, i), &buffers[i], PyBUF_SIMPLE) < 0) {
            release(buffers, i);
            return -1;
        }
    }
    return 0;
}

void postings_release(Postings *postings) { release(&postings->lows, 5); }

static PyMethodDef methods[] = {
    {"union", kernel_union, METH_VARARGS, NULL},
    {"within", kernel_within, METH_VARARGS, NULL},
    {"frequency", kernel_frequency, METH_VARARGS, NULL},
    {"occurrences", kernel_occurrences, METH_VARARGS, NULL},
    {"phrase", kernel_phrase, METH_VARARGS, NULL},
    {"weigh", kernel_weigh, METH_VARARGS, NULL},
    {"member", kernel_member, METH_VARARGS, NULL},
    {"merge", kernel_merge, METH_VARARGS, NULL},
    {"texts", kernel_texts, METH_VARARGS, NULL},
    {"find", kernel_find, METH_VARARGS, NULL},
    {"accumulate", kernel_accumulate, METH_VARARGS, NULL},
    {"any", kernel_any, METH_VARARGS, NULL},
    {"best", kernel_best, METH_VARARGS, NULL},
    {"top", kernel_top, METH_VARARGS, NULL},
    {"places", kernel_places, METH_VARARGS, NULL},
    {"arrange", kernel_arrange, METH_VARARGS, NULL},
    {"failures", kernel_failures, METH_VARARGS, NULL},
    {"passing", kernel_passing, METH_VARARGS, NULL},
    {"count", kernel_count, METH_VARARGS, NULL},
    {"named", kernel_named, METH_VARARGS, NULL},
    {"invert", kernel_invert, METH_VARARGS, NULL},
    {"collapse", kernel_collapse, METH_VARARGS, NULL},
    {"interleave", kernel_interleave, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_kernels", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernels(void) { return PyModule_Create(&module); }
