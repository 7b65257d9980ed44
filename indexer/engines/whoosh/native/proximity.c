/* The best place of the query in each document, and articles that are nearly the same. */
#include "kernels.h"

typedef struct {
    Py_buffer buffer;
    const uint64_t *keys;
    size_t count, at;
    double weight;
} Occurrences;

/* Positions from key to the nearest occurrence; keys are asked upwards. */
static uint64_t distance(Occurrences *o, uint64_t key) {
    while (o->at < o->count && o->keys[o->at] < key) o->at++;
    const uint64_t after = o->at < o->count ? o->keys[o->at] - key : UINT64_MAX;
    const uint64_t before = o->at ? key - o->keys[o->at - 1] : UINT64_MAX;
    return after < before ? after : before;
}

static void best_places(Occurrences *o, size_t leaves, double span, const uint32_t *docs, size_t n,
                        double *best) {
    for (size_t own = 0; own < leaves; own++) {
        for (size_t leaf = 0; leaf < leaves; leaf++) o[leaf].at = 0;
        for (size_t i = 0, d = 0; i < o[own].count && d < n; i++) {
            const uint64_t key = o[own].keys[i];
            while (d < n && docs[d] < key >> 32) d++;
            double place = 0;
            for (size_t leaf = 0; leaf < leaves; leaf++) {
                const double near = 1.0 - (double)distance(&o[leaf], key) / span;
                if (near > 0) place += o[leaf].weight * near;
            }
            if (d < n && docs[d] == key >> 32 && place > best[d]) best[d] = place;
        }
    }
}

/* places(((keys u64, weight), ...), span, docs u32) -> best f64 of each document */
PyObject *kernel_places(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *given, *out = NULL;
    Py_buffer docs = {0};
    double span;
    if (!PyArg_ParseTuple(args, "O!dy*", &PyTuple_Type, &given, &span, &docs)) return NULL;
    const size_t leaves = (size_t)PyTuple_GET_SIZE(given), n = COUNT(docs, uint32_t);
    Occurrences *o = calloc(leaves + 1, sizeof *o);
    size_t taken = 0;
    if (!o) {
        PyErr_NoMemory();
        goto done;
    }
    for (; taken < leaves; taken++) {
        Occurrences *each = &o[taken];
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(given, taken), "y*d", &each->buffer, &each->weight))
            goto done;
        each->keys = each->buffer.buf;
        each->count = COUNT(each->buffer, uint64_t);
    }
    out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(double)));
    if (out) {
        double *best = (double *)PyBytes_AS_STRING(out);
        memset(best, 0, n * sizeof *best);
        Py_BEGIN_ALLOW_THREADS
        best_places(o, leaves, span, docs.buf, n, best);
        Py_END_ALLOW_THREADS
    }
done:
    for (size_t i = 0; i < taken; i++) PyBuffer_Release(&o[i].buffer);
    free(o);
    release(&docs, 1);
    return out;
}

/* repeats(signatures u8, size of one, bytes that are equal) -> u8 for each signature: whether it
   has so many bytes in common with one before */
PyObject *kernel_repeats(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b = {0};
    int size, alike;
    if (!PyArg_ParseTuple(args, "y*ii", &b, &size, &alike)) return NULL;
    const uint8_t *all = b.buf;
    const Py_ssize_t n = b.len / size;
    PyObject *out = PyBytes_FromStringAndSize(NULL, n);
    if (out) {
        char *repeated = PyBytes_AS_STRING(out);
        memset(repeated, 0, (size_t)n);
        for (Py_ssize_t i = 1; i < n; i++)
            for (Py_ssize_t j = 0; j < i && !repeated[i]; j++) {
                int equal = 0;
                for (int k = 0; k < size; k++) equal += all[i * size + k] == all[j * size + k];
                repeated[i] = equal >= alike;
            }
    }
    release(&b, 1);
    return out;
}
