/* The best place of the query in each document. */
#include "kernels.h"

/* Positions from key to the nearest occurrence; keys are asked upwards. */
static uint64_t distance(Occurrences *o, uint64_t key) {
    const Keys *keys = &o->keys;
    CHECK(keys->count <= keys->room && o->at <= keys->count);
    while (o->at < keys->count && keys->at[o->at] < key) o->at++;
    /* where there is none the distance is beyond any span */
    const uint64_t after = o->at < keys->count ? keys->at[o->at] - key : UINT64_MAX;
    const uint64_t before = o->at ? key - keys->at[o->at - 1] : UINT64_MAX;
    return after < before ? after : before;
}

static void best_places(Occurrences *o, size_t leaves, double span, const uint32_t *docs, size_t n,
                        double *best) {
    for (size_t own = 0; own < leaves; own++) {
        for (size_t leaf = 0; leaf < leaves; leaf++) o[leaf].at = 0;
        for (size_t i = 0, d = 0; i < o[own].keys.count && d < n; i++) {
            const uint64_t key = o[own].keys.at[i];
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

/* Documents in order, and where each stood: so few that insertion is quickest. */
static void sort_docs(const uint32_t *docs, size_t n, uint32_t *sorted, uint32_t *from) {
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && sorted[at - 1] > docs[i]; at--) {
            AT(sorted, at, n) = sorted[at - 1];
            from[at] = from[at - 1];
        }
        AT(sorted, at, n) = docs[i];
        from[at] = (uint32_t)i;
    }
}

void leaves_release(Leaves *leaves) {
    for (size_t i = 0; i < leaves->count; i++) {
        places_release(&leaves->places[i]);
        free(leaves->occurrences[i].keys.at);
    }
    free(leaves->places);
    free(leaves->occurrences);
}

/* 0, or -1 with an error set; to be released in any case. */
int leaves_get(PyObject *given, Leaves *leaves) {
    const size_t room = (size_t)PyTuple_GET_SIZE(given);
    leaves->count = 0;
    leaves->places = calloc(room + 1, sizeof *leaves->places);
    leaves->occurrences = calloc(room + 1, sizeof *leaves->occurrences);
    if (!leaves->places || !leaves->occurrences) {
        PyErr_NoMemory();
        return -1;
    }
    for (; leaves->count < room; leaves->count++) {
        PyObject *places, *leaf = PyTuple_GET_ITEM(given, leaves->count);
        if (!PyArg_ParseTuple(leaf, "Od", &places, &leaves->occurrences[leaves->count].weight) ||
            places_get(places, &leaves->places[leaves->count]) < 0)
            return -1;
    }
    return 0;
}

/* Read the occurrences of every leaf, then weigh; out: of each document as it came. */
int weigh_places(const Segment *s, const Leaves *leaves, Nearness near, Scratch *scratch,
                 const uint32_t *docs, size_t n, double *out) {
    Occurrences *o = leaves->occurrences;
    double *best = calloc(2 * n + 1, sizeof *best);
    if (!best) return -1;
    uint32_t *sorted = (uint32_t *)(best + n), *from = sorted + n;
    int failed = 0;
    sort_docs(docs, n, sorted, from);
    for (size_t leaf = 0; !failed && leaf < leaves->count; leaf++)
        failed = places_keys(s, &leaves->places[leaf], sorted, n, scratch, &o[leaf].keys) < 0;
    if (!failed) best_places(o, leaves->count, near.span, sorted, n, best);
    for (size_t i = 0; i < n; i++) AT(out, from[i], n) = near.scale * best[i];
    free(best);
    return failed ? -1 : 0;
}

/* gains(segment, ((places as in occurrences, weight), ...), span, scale, docs u32) -> f64 of each
   document: scale times the sum of the weights at the best place in it; docs: few, in any order */
PyObject *kernel_gains(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *given, *out = NULL;
    Py_buffer docs = {0};
    Nearness near;
    Leaves leaves;
    Scratch scratch;
    const Segment *s;
    if (!PyArg_ParseTuple(args, "OO!ddy*", &capsule, &PyTuple_Type, &given, &near.span,
                          &near.scale, &docs))
        return NULL;
    const size_t n = (size_t)COUNT(docs, uint32_t);
    if (leaves_get(given, &leaves) < 0 || !(s = segment_of(capsule))) goto done;
    if (scratch_take(&scratch, s->size) < 0) goto done;
    if ((out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(double))))) {
        double *gained = (double *)PyBytes_AS_STRING(out);
        int failed;
        BEGIN_LONG
        failed = weigh_places(s, &leaves, near, &scratch, docs.buf, n, gained);
        END_LONG
        if (failed) {
            Py_CLEAR(out);
            PyErr_NoMemory();
        }
    }
    scratch_give(&scratch);
done:
    leaves_release(&leaves);
    release(&docs, 1);
    return out;
}
