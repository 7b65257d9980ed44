/* BM25F of pseudo-terms, and the first k documents. The formula is in indexer/engine.py:
   weight = idf * (k1 + 1); base + slope * length = k1 * (1 - b + b * length / average). */
#include "kernels.h"

typedef struct {
    double weight, base, slope;
} Formula;

static inline double bm25(Formula f, uint32_t count, uint32_t length) {
    return f.weight * count / (count + (f.base + f.slope * length));
}

typedef struct {
    float score;
    uint32_t at;
} Entry;

typedef struct {
    Entry *entries;
    size_t count, room;
} Heap;

static inline int worse(Entry a, Entry b) {
    return a.score < b.score || (a.score == b.score && a.at > b.at);
}

static void sift(Heap *h, size_t at) {
    Entry moved = h->entries[at];
    for (size_t child; (child = 2 * at + 1) < h->count; at = child) {
        if (child + 1 < h->count && worse(h->entries[child + 1], h->entries[child])) child++;
        if (!worse(h->entries[child], moved)) break;
        h->entries[at] = h->entries[child];
    }
    h->entries[at] = moved;
}

/* Offer an entry; entries come in order of at, so a tie never displaces. */
static inline int offer(Heap *h, float score, uint32_t at) {
    const Entry entry = {score, at};
    if (h->count < h->room) {
        h->entries[h->count++] = entry;
        if (h->count == h->room)
            for (size_t i = h->room / 2 + 1; i-- > 0;) sift(h, i);
        return h->count == h->room;
    }
    if (!(score > h->entries[0].score)) return 0;
    h->entries[0] = entry;
    sift(h, 0);
    return 1;
}

static int by_rank(const void *a, const void *b) {
    return worse(*(const Entry *)a, *(const Entry *)b) ? 1 : -1;
}

/* The documents or indices of a heap, and their scores, best first. */
static PyObject *ranked(Heap *h) {
    PyObject *at = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(h->count * 4));
    PyObject *scores = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(h->count * 4));
    if (at && scores) {
        qsort(h->entries, h->count, sizeof *h->entries, by_rank);
        for (size_t i = 0; i < h->count; i++) {
            ((uint32_t *)PyBytes_AS_STRING(at))[i] = h->entries[i].at;
            ((float *)PyBytes_AS_STRING(scores))[i] = h->entries[i].score;
        }
        return Py_BuildValue("NN", at, scores);
    }
    Py_XDECREF(at);
    Py_XDECREF(scores);
    return NULL;
}

/* A pseudo-term's documents and frequencies. */
typedef struct {
    Py_buffer arrays[2];
    const uint32_t *docs, *counts;
    size_t count;
    Formula formula;
} Postings;

/* The best of one leaf. A document is divided for only if it can beat the worst of the best:
   a millionth of slack covers the rounding. */
static void best_of_one(const Postings *leaf, const uint32_t *lengths, Heap *h) {
    const Formula f = leaf->formula;
    double least = 0;
    for (size_t i = 0; i < leaf->count; i++) {
        const uint32_t doc = leaf->docs[i], count = leaf->counts[i], length = lengths[doc];
        if (f.weight * count * (1 + 1e-6) < least * (count + (f.base + f.slope * length))) continue;
        if (offer(h, (float)bm25(f, count, length), doc)) least = h->entries[0].score;
    }
}

/* Add a leaf's scores to the sums of documents: of all that it has, or of the few asked for. */
static void add_leaf(const Postings *leaf, const uint32_t *lengths, const uint32_t *docs, size_t n,
                     double *sums) {
    const size_t m = leaf->count;
    if (n * SPARSE > m) {
        for (size_t i = 0; i < m; i++)
            sums[leaf->docs[i]] += bm25(leaf->formula, leaf->counts[i], lengths[leaf->docs[i]]);
        return;
    }
    for (size_t d = 0, i = 0; d < n; d++) {
        i = gallop32(leaf->docs, i, m, docs[d]);
        if (i == m) break;
        if (leaf->docs[i] == docs[d])
            sums[docs[d]] += bm25(leaf->formula, leaf->counts[i], lengths[docs[d]]);
    }
}

static void best_of_all(const Postings *leaves, size_t count, const uint32_t *lengths,
                        const uint32_t *docs, size_t n, double *sums, Heap *h) {
    for (size_t l = 0; l < count; l++) add_leaf(&leaves[l], lengths, docs, n, sums);
    for (size_t d = 0; d < n; d++) offer(h, (float)sums[docs[d]], docs[d]);
    for (size_t l = 0; l < count; l++)
        for (size_t i = 0; n * SPARSE > leaves[l].count && i < leaves[l].count; i++)
            sums[leaves[l].docs[i]] = 0;
    for (size_t d = 0; d < n; d++) sums[docs[d]] = 0;
}

static int postings_get(PyObject *tuple, Postings *leaf) {
    if (!PyArg_ParseTuple(tuple, "(y*y*)(ddd)", &leaf->arrays[0], &leaf->arrays[1],
                          &leaf->formula.weight, &leaf->formula.base, &leaf->formula.slope))
        return -1;
    leaf->docs = leaf->arrays[0].buf;
    leaf->counts = leaf->arrays[1].buf;
    leaf->count = COUNT(leaf->arrays[0], uint32_t);
    return 0;
}

/* best(segment, docs u32, (((docs u32, counts u32), (weight, base, slope)), ...), k) -> docs u32,
   scores f32 of the k best of docs, best first, ties in order */
PyObject *kernel_best(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *given, *out = NULL;
    Py_buffer docs = {0};
    Py_ssize_t k;
    Scratch scratch;
    const Segment *s;
    if (!PyArg_ParseTuple(args, "Oy*O!n", &capsule, &docs, &PyTuple_Type, &given, &k)) return NULL;
    const size_t count = (size_t)PyTuple_GET_SIZE(given), n = COUNT(docs, uint32_t);
    size_t got = 0;
    Heap h = {NULL, 0, (size_t)k < n ? (size_t)k : n};
    Postings *leaves = calloc(count + 1, sizeof *leaves);
    h.entries = malloc((h.room + 1) * sizeof *h.entries);
    if (!leaves || !h.entries) PyErr_NoMemory();
    if (!leaves || !h.entries || !(s = segment_of(capsule))) goto done;
    for (; got < count; got++)
        if (postings_get(PyTuple_GET_ITEM(given, got), &leaves[got]) < 0) goto done;
    if (h.room && scratch_take(&scratch, s->size) < 0) goto done;
    if (h.room) {
        const uint32_t *lengths = s->arrays[LENGTHS].buf;
        Py_BEGIN_ALLOW_THREADS
        if (count == 1 && leaves[0].docs == docs.buf && leaves[0].count == n)
            best_of_one(&leaves[0], lengths, &h);
        else
            best_of_all(leaves, count, lengths, docs.buf, n, scratch.sums, &h);
        Py_END_ALLOW_THREADS
        scratch_give(&scratch);
    }
    out = ranked(&h);
done:
    for (size_t l = 0; l < got; l++) release(leaves[l].arrays, 2);
    free(leaves);
    free(h.entries);
    release(&docs, 1);
    return out;
}
