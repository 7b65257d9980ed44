/* The best place of the query in each document, and articles that are nearly the same. */
#include "kernels.h"

typedef struct {
    Keys keys;
    size_t at;
    double weight;
} Occurrences;

/* Positions from key to the nearest occurrence; keys are asked upwards. */
static uint64_t distance(Occurrences *o, uint64_t key) {
    const Keys *keys = &o->keys;
    while (o->at < keys->count && keys->at[o->at] < key) o->at++;
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

/* Read the occurrences of every leaf, then weigh. */
static int weigh_places(const Segment *s, const Leaf *leaves, Occurrences *o, size_t count,
                        double span, const uint32_t *docs, size_t n, double *best) {
    for (size_t leaf = 0; leaf < count; leaf++)
        if (leaf_keys(s, &leaves[leaf], docs, n, &o[leaf].keys) < 0) return -1;
    memset(best, 0, n * sizeof *best);
    best_places(o, count, span, docs, n, best);
    return 0;
}

/* places(segment, ((parts as in occurrences, weight), ...), span, docs u32) -> f64 of each document:
   the sum of the weights at the best place in it */
PyObject *kernel_places(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *given, *parts, *out = NULL;
    Py_buffer docs = {0};
    double span;
    const Segment *s;
    if (!PyArg_ParseTuple(args, "OO!dy*", &capsule, &PyTuple_Type, &given, &span, &docs))
        return NULL;
    const size_t count = (size_t)PyTuple_GET_SIZE(given), n = COUNT(docs, uint32_t);
    size_t got = 0;
    Occurrences *o = calloc(count + 1, sizeof *o);
    Leaf *leaves = calloc(count + 1, sizeof *leaves);
    if (!o || !leaves) PyErr_NoMemory();
    if (!o || !leaves || !(s = segment_of(capsule))) goto done;
    for (; got < count; got++)
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(given, got), "Od", &parts, &o[got].weight) ||
            leaf_get(parts, &leaves[got]) < 0)
            goto done;
    if ((out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(double))))) {
        double *best = (double *)PyBytes_AS_STRING(out);
        int failed;
        Py_BEGIN_ALLOW_THREADS
        failed = weigh_places(s, leaves, o, count, span, docs.buf, n, best);
        Py_END_ALLOW_THREADS
        if (failed) {
            Py_CLEAR(out);
            PyErr_NoMemory();
        }
    }
done:
    for (size_t i = 0; i < got; i++) {
        leaf_release(&leaves[i]);
        free(o[i].keys.at);
    }
    free(leaves);
    free(o);
    release(&docs, 1);
    return out;
}

/* How many of the 8 bytes of a and b are equal. */
static inline int equal_bytes(uint64_t a, uint64_t b) {
    const uint64_t low = 0x7f7f7f7f7f7f7f7fULL, x = a ^ b;
    const uint64_t differ = (((x & low) + low) | x) & ~low;
    return 8 - (int)((differ >> 7) * 0x0101010101010101ULL >> 56);
}

/* Whether signature at has alike bytes or more in common with one of those before it. */
static int repeated(const uint8_t *const *signatures, size_t at, size_t size, int alike) {
    for (size_t other = 0; other < at; other++) {
        int equal = 0;
        for (size_t byte = 0; byte < size; byte += 8) {
            uint64_t a, b;
            memcpy(&a, signatures[at] + byte, 8);
            memcpy(&b, signatures[other] + byte, 8);
            equal += equal_bytes(a, b);
        }
        if (equal >= alike) return 1;
    }
    return 0;
}

/* Order by score, then by tie. The few come nearly in order: insertion. */
static void order_by_score(const float *scores, const int64_t *ties, uint32_t *order, size_t n) {
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0; at--) {
            const uint32_t before = order[at - 1];
            if (scores[before] > scores[i] ||
                (scores[before] == scores[i] && ties[before] <= ties[i]))
                break;
            order[at] = before;
        }
        order[at] = (uint32_t)i;
    }
}

/* arrange(scores f32, ties i64, signatures u8, size of one (a multiple of 8), bytes that are
   equal) -> order u32: by score, then tie; those with so many bytes in common with one before go
   behind the others */
PyObject *kernel_arrange(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    Py_ssize_t size;
    int alike;
    if (!PyArg_ParseTuple(args, "y*y*y*ni", &b[0], &b[1], &b[2], &size, &alike)) return NULL;
    const size_t n = COUNT(b[0], float);
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(uint32_t)));
    const uint8_t **signatures = malloc((n + 1) * sizeof *signatures);
    uint32_t *behind = malloc((n + 1) * sizeof *behind);
    if (out && signatures && behind) {
        uint32_t *order = (uint32_t *)PyBytes_AS_STRING(out);
        size_t kept = 0, moved = 0;
        order_by_score(b[0].buf, b[1].buf, order, n);
        for (size_t i = 0; i < n; i++)
            signatures[i] = (const uint8_t *)b[2].buf + order[i] * (size_t)size;
        for (size_t i = 0; i < n; i++) {
            if (repeated(signatures, i, (size_t)size, alike)) behind[moved++] = order[i];
            else order[kept++] = order[i];
        }
        memcpy(order + kept, behind, moved * sizeof *behind);
    } else {
        Py_CLEAR(out);
        PyErr_NoMemory();
    }
    free(signatures);
    free(behind);
    release(b, 3);
    return out;
}
