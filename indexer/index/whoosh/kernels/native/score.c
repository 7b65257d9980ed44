/* BM25F of pseudo-terms, and the first k documents. The formula is in indexer/index/contract.py:
   weight = idf * (k1 + 1); base + slope * length = k1 * (1 - b + b * length / average). */
#include "kernels.h"

typedef struct {
    double weight, base, slope;
} Formula;

/* Added and taken away again, it leaves a multiple of 1 / 4096: contract.ROUNDER. */
#define ROUNDER 0x1.8p40

static inline double bm25(Formula f, uint32_t count, uint32_t length) {
    return f.weight * count / (count + (f.base + f.slope * length)) + ROUNDER - ROUNDER;
}

/* The best so far, the worst of them first. */
typedef struct {
    Ranked *entries;
    size_t count, room;
} Heap;

static inline int worse(Ranked a, Ranked b) {
    return a.score < b.score || (a.score == b.score && a.doc > b.doc);
}

static void sift(Heap *h, size_t at) {
    CHECK(h->count <= h->room && at < h->room);
    Ranked moved = h->entries[at];
    for (size_t child; (child = 2 * at + 1) < h->count; at = child) {
        if (child + 1 < h->count && worse(h->entries[child + 1], h->entries[child])) child++;
        if (!worse(h->entries[child], moved)) break;
        h->entries[at] = h->entries[child];
    }
    h->entries[at] = moved;
}

static void heapify(Heap *h) {
    for (size_t i = h->count / 2 + 1; i-- > 0;) sift(h, i);
}

/* Offer a document; they come in order, so a tie never displaces. 1 when the worst has changed. */
static inline int offer(Heap *h, float score, uint32_t doc) {
    const Ranked entry = {score, doc};
    if (h->count < h->room) {
        h->entries[h->count++] = entry;
        if (h->count == h->room) heapify(h);
        return h->count == h->room;
    }
    if (!(score > h->entries[0].score)) return 0;
    h->entries[0] = entry;
    sift(h, 0);
    return 1;
}

/* Put the best first: what is worst goes to the end, again and again. */
static void sort(Heap *h) {
    const size_t count = h->count;
    CHECK(count == h->room); /* there are as many documents at least: it became a heap when full */
    while (h->count > 1) {
        const Ranked worst = h->entries[0];
        h->entries[0] = h->entries[--h->count];
        sift(h, 0);
        h->entries[h->count] = worst;
    }
    h->count = count;
}

/* A pseudo-term's documents and frequencies. */
typedef struct {
    Py_buffer rows;
    const uint32_t *docs, *counts;
    size_t count;
    Formula formula;
} Postings;

/* The weighted length of each document. */
typedef struct {
    const uint32_t *at;
    size_t count;
} Lengths;

/* The best of one leaf. A document is divided for only if it can beat the worst of the best, which
   takes more than that before it is rounded: a millionth of slack covers the division. */
static void best_of_one(const Postings *leaf, Lengths lengths, Heap *h) {
    const Formula f = leaf->formula;
    double least = 0;
    for (size_t i = 0; i < leaf->count; i++) {
        const uint32_t doc = leaf->docs[i], count = leaf->counts[i];
        const uint32_t length = AT(lengths.at, doc, lengths.count);
        if (f.weight * count * (1 + 1e-6) < least * (count + (f.base + f.slope * length))) continue;
        if (offer(h, (float)bm25(f, count, length), doc)) least = h->entries[0].score;
    }
}

/* The best of leaves that have the same documents. */
static void best_of_same(const Postings *leaves, size_t count, Lengths lengths, Heap *h) {
    for (size_t i = 0; i < leaves[0].count; i++) {
        const uint32_t doc = leaves[0].docs[i], length = AT(lengths.at, doc, lengths.count);
        double sum = 0;
        for (size_t l = 0; l < count; l++)
            sum += bm25(leaves[l].formula, leaves[l].counts[i], length);
        offer(h, (float)sum, doc);
    }
}

/* Add a leaf's scores to the sums of documents: of all that it has, or of the few asked for. */
static void add_leaf(const Postings *leaf, Lengths lengths, const uint32_t *docs, size_t n,
                     double *sums) {
    const size_t m = leaf->count;
    if (n * SPARSE > m) {
        for (size_t i = 0; i < m; i++) {
            const uint32_t doc = leaf->docs[i], length = AT(lengths.at, doc, lengths.count);
            sums[doc] += bm25(leaf->formula, leaf->counts[i], length);
        }
        return;
    }
    for (size_t d = 0, i = 0; d < n; d++) {
        i = gallop32(leaf->docs, i, m, docs[d]);
        if (i == m) break;
        if (AT(leaf->docs, i, m) == docs[d]) {
            const uint32_t length = AT(lengths.at, docs[d], lengths.count);
            sums[docs[d]] += bm25(leaf->formula, leaf->counts[i], length);
        }
    }
}

static void best_of_all(const Postings *leaves, size_t count, Lengths lengths, const uint32_t *docs,
                        size_t n, double *sums, Heap *h) {
    for (size_t l = 0; l < count; l++) add_leaf(&leaves[l], lengths, docs, n, sums);
    for (size_t d = 0; d < n; d++) offer(h, (float)AT(sums, docs[d], lengths.count), docs[d]);
    /* leaves that were added whole have left sums in documents that nobody asked for */
    for (size_t l = 0; l < count; l++)
        for (size_t i = 0; n * SPARSE > leaves[l].count && i < leaves[l].count; i++)
            sums[leaves[l].docs[i]] = 0;
    for (size_t d = 0; d < n; d++) sums[docs[d]] = 0;
}

static int postings_get(PyObject *tuple, Postings *leaf) {
    PyObject *rows;
    Formula *f = &leaf->formula;
    Py_ssize_t row;
    if (!PyArg_ParseTuple(tuple, "(On)(ddd)", &rows, &row, &f->weight, &f->base, &f->slope) ||
        PyObject_GetBuffer(rows, &leaf->rows, PyBUF_ND) < 0)
        return -1;
    leaf->count = leaf->rows.ndim == 2 ? (size_t)leaf->rows.shape[1] : 0;
    CHECK(!leaf->count || (row > 0 && row < leaf->rows.shape[0] &&
                           leaf->rows.len == leaf->rows.shape[0] * leaf->rows.shape[1] * 4));
    leaf->docs = leaf->rows.buf;
    leaf->counts = leaf->docs + (size_t)row * leaf->count;
    return 0;
}

static int same(const Postings *leaves, size_t count, const uint32_t *docs, size_t n) {
    for (size_t l = 0; l < count; l++)
        if (leaves[l].docs != docs || leaves[l].count != n) return 0;
    return count > 0;
}

/* The k best of docs by leaves, both as in best; NULL with an error set. The caller frees. */
Ranked *rank(const Segment *s, const Py_buffer *docs, PyObject *given, Py_ssize_t k, size_t *found) {
    const size_t count = (size_t)PyTuple_GET_SIZE(given), n = (size_t)COUNT(*docs, uint32_t);
    const Lengths lengths = {s->arrays[LENGTHS].buf, s->size};
    Heap h = {NULL, 0, (size_t)k < n ? (size_t)k : n};
    Postings *leaves = calloc(count + 1, sizeof *leaves);
    size_t got = 0;
    int failed = 1;
    Scratch scratch;
    h.entries = malloc((h.room + 1) * sizeof *h.entries);
    if (!leaves || !h.entries) {
        PyErr_NoMemory();
        goto done;
    }
    for (; got < count; got++)
        if (postings_get(PyTuple_GET_ITEM(given, got), &leaves[got]) < 0) goto done;
    const int alone = same(leaves, count, docs->buf, n);
    if (!alone && scratch_take(&scratch, s->size) < 0) goto done;
    failed = 0;
    if (h.room) {
        BEGIN_LONG
        if (!alone) best_of_all(leaves, count, lengths, docs->buf, n, scratch.sums, &h);
        else if (count == 1) best_of_one(leaves, lengths, &h);
        else best_of_same(leaves, count, lengths, &h);
        sort(&h);
        END_LONG
    }
    if (!alone) scratch_give(&scratch);
    *found = h.count;
done:
    for (size_t l = 0; l < got; l++) PyBuffer_Release(&leaves[l].rows);
    free(leaves);
    if (!failed) return h.entries;
    free(h.entries);
    return NULL;
}

/* best(segment, docs u32, (((rows u32, row), (weight, base, slope)), ...), k) -> docs u32, scores
   f32 of the k best of docs, best first, ties in order; rows: documents, then frequencies, of which
   one row counts */
PyObject *kernel_best(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *leaves, *at = NULL, *scores = NULL;
    Py_buffer docs = {0};
    Py_ssize_t k;
    Ranked *ranked = NULL;
    const Segment *s;
    size_t n;
    if (!PyArg_ParseTuple(args, "Oy*O!n", &capsule, &docs, &PyTuple_Type, &leaves, &k)) return NULL;
    if ((s = segment_of(capsule)) && (ranked = rank(s, &docs, leaves, k, &n))) {
        at = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * 4));
        scores = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * 4));
        for (size_t i = 0; at && scores && i < n; i++) {
            ((uint32_t *)PyBytes_AS_STRING(at))[i] = ranked[i].doc;
            ((float *)PyBytes_AS_STRING(scores))[i] = ranked[i].score;
        }
    }
    free(ranked);
    release(&docs, 1);
    if (at && scores) return Py_BuildValue("NN", at, scores);
    Py_XDECREF(at);
    Py_XDECREF(scores);
    return NULL;
}
