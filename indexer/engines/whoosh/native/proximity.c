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

/* Documents in order, and where each stood: so few that insertion is quickest. */
static void sort_docs(const uint32_t *docs, size_t n, uint32_t *sorted, uint32_t *from) {
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && sorted[at - 1] > docs[i]; at--) {
            sorted[at] = sorted[at - 1];
            from[at] = from[at - 1];
        }
        sorted[at] = docs[i];
        from[at] = (uint32_t)i;
    }
}

/* Read the occurrences of every leaf, then weigh; out: of each document as it came. */
static int weigh_places(const Segment *s, const Places *leaves, Occurrences *o, size_t count,
                        double span, double scale, const uint32_t *docs, size_t n, double *out) {
    double *best = calloc(2 * n + 1, sizeof *best);
    if (!best) return -1;
    uint32_t *sorted = (uint32_t *)(best + n), *from = sorted + n;
    int failed = 0;
    sort_docs(docs, n, sorted, from);
    for (size_t leaf = 0; !failed && leaf < count; leaf++)
        failed = places_keys(s, &leaves[leaf], sorted, n, &o[leaf].keys) < 0;
    if (!failed) best_places(o, count, span, sorted, n, best);
    for (size_t i = 0; i < n; i++) out[from[i]] = scale * best[i];
    free(best);
    return failed ? -1 : 0;
}

/* gains(segment, ((places as in occurrences, weight), ...), span, scale, docs u32) -> f64 of each
   document: scale times the sum of the weights at the best place in it; docs: few, in any order */
PyObject *kernel_gains(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *given, *places, *out = NULL;
    Py_buffer docs = {0};
    double span, scale;
    const Segment *s;
    if (!PyArg_ParseTuple(args, "OO!ddy*", &capsule, &PyTuple_Type, &given, &span, &scale, &docs))
        return NULL;
    const size_t count = (size_t)PyTuple_GET_SIZE(given), n = COUNT(docs, uint32_t);
    size_t got = 0;
    Occurrences *o = calloc(count + 1, sizeof *o);
    Places *leaves = calloc(count + 1, sizeof *leaves);
    if (!o || !leaves) PyErr_NoMemory();
    if (!o || !leaves || !(s = segment_of(capsule))) goto done;
    for (; got < count; got++)
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(given, got), "Od", &places, &o[got].weight) ||
            places_get(places, &leaves[got]) < 0)
            goto done;
    if ((out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(double))))) {
        double *gained = (double *)PyBytes_AS_STRING(out);
        int failed;
        Py_BEGIN_ALLOW_THREADS
        failed = weigh_places(s, leaves, o, count, span, scale, docs.buf, n, gained);
        Py_END_ALLOW_THREADS
        if (failed) {
            Py_CLEAR(out);
            PyErr_NoMemory();
        }
    }
done:
    for (size_t i = 0; i < got; i++) {
        places_release(&leaves[i]);
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

static inline int64_t tie_at(const Py_buffer *ties, size_t at) {
    return ties->itemsize == 4 ? ((const uint32_t *)ties->buf)[at] : ((const int64_t *)ties->buf)[at];
}

/* Order by score, then by tie. The few come nearly in order: insertion. */
static void order_by_score(const float *scores, const Py_buffer *ties, uint32_t *order, size_t n) {
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0; at--) {
            const uint32_t before = order[at - 1];
            if (scores[before] > scores[i] ||
                (scores[before] == scores[i] && tie_at(ties, before) <= tie_at(ties, i)))
                break;
            order[at] = before;
        }
        order[at] = (uint32_t)i;
    }
}

/* Those with alike bytes or more in common with one before go behind the others. */
static void repeats_behind(const uint8_t *signatures, size_t size, int alike, uint32_t *order,
                           size_t n, const uint8_t **ordered, uint32_t *behind) {
    size_t kept = 0, moved = 0;
    for (size_t i = 0; i < n; i++) ordered[i] = signatures + order[i] * size;
    for (size_t i = 0; i < n; i++) {
        if (repeated(ordered, i, size, alike)) behind[moved++] = order[i];
        else order[kept++] = order[i];
    }
    memcpy(order + kept, behind, moved * sizeof *behind);
}

/* arrange(scores f32, gains f64, ties i64 or u32, signatures u8, size of one (a multiple of 8),
   bytes that are equal) -> order u32, scores f32 in that order: by their sum, then tie; those with
   so many bytes in common with one before go behind the others */
PyObject *kernel_arrange(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[4] = {{0}};
    Py_ssize_t size;
    int alike;
    if (!PyArg_ParseTuple(args, "y*y*y*y*ni", &b[0], &b[1], &b[2], &b[3], &size, &alike))
        return NULL;
    const size_t n = COUNT(b[0], float);
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(uint32_t)));
    PyObject *sums = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(float)));
    const uint8_t **ordered = malloc((n + 1) * sizeof *ordered);
    uint32_t *behind = malloc((n + 1) * sizeof *behind);
    float *scores = malloc((n + 1) * sizeof *scores);
    if (out && sums && ordered && behind && scores) {
        uint32_t *order = (uint32_t *)PyBytes_AS_STRING(out);
        for (size_t i = 0; i < n; i++)
            scores[i] = (float)(((const float *)b[0].buf)[i] + ((const double *)b[1].buf)[i]);
        order_by_score(scores, &b[2], order, n);
        repeats_behind(b[3].buf, (size_t)size, alike, order, n, ordered, behind);
        for (size_t i = 0; i < n; i++) ((float *)PyBytes_AS_STRING(sums))[i] = scores[order[i]];
    } else {
        Py_CLEAR(out);
        Py_CLEAR(sums);
        PyErr_NoMemory();
    }
    free(ordered);
    free(behind);
    free(scores);
    release(b, 4);
    return out ? Py_BuildValue("NN", out, sums) : NULL;
}
