/* BM25F of pseudo-terms, and the first k documents. The formula is in indexer/engine.py:
   weight = idf * (k1 + 1); base + slope * length = k1 * (1 - b + b * length / average). */
#include "kernels.h"

typedef struct {
    double weight, base, slope;
} Formula;

static inline double bm25(Formula f, uint32_t count, uint32_t length) {
    return f.weight * count / (count + (f.base + f.slope * length));
}

/* accumulate(scores f64, docs u32, leaf docs u32, leaf counts u32, lengths u32, weight, base,
   slope): add the leaf's score to each of docs that has it */
PyObject *kernel_accumulate(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[5] = {{0}};
    Formula f;
    if (!PyArg_ParseTuple(args, "w*y*y*y*y*ddd", &b[0], &b[1], &b[2], &b[3], &b[4], &f.weight,
                          &f.base, &f.slope))
        return NULL;
    double *scores = b[0].buf;
    const uint32_t *docs = b[1].buf, *leaf = b[2].buf, *counts = b[3].buf, *lengths = b[4].buf;
    const size_t n = COUNT(b[1], uint32_t), m = COUNT(b[2], uint32_t);
    Py_BEGIN_ALLOW_THREADS
    size_t j = 0;
    for (size_t i = 0; i < n && j < m; i++) {
        size_t step = 1, high = j;
        while (high < m && leaf[high] < docs[i]) {
            j = high + 1;
            high += step;
            step *= 2;
        }
        if (high > m) high = m;
        while (j < high) {
            const size_t middle = (j + high) / 2;
            if (leaf[middle] < docs[i]) j = middle + 1;
            else high = middle;
        }
        if (j < m && leaf[j] == docs[i]) scores[i] += bm25(f, counts[j], lengths[docs[i]]);
    }
    Py_END_ALLOW_THREADS
    release(b, 5);
    Py_RETURN_NONE;
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

#define KNOWN 256 /* counts whose longest competitive document is remembered */

/* For each count the length above which a document cannot beat threshold: no division for
   those that cannot. A millionth of slack covers the rounding. */
static void limits(Formula f, double threshold, double *longest) {
    for (uint32_t count = 0; count < KNOWN; count++) {
        const double room = f.weight * count / threshold * (1 + 1e-6) - count - f.base;
        longest[count] = f.slope > 0 ? room / f.slope : (room >= 0 ? 4294967296.0 : -1);
    }
}

/* best(docs u32, counts u32, lengths u32, weight, base, slope, k) -> indices u32, scores f32
   of the k best, best first, ties in order */
PyObject *kernel_best(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    Py_ssize_t k;
    Formula f;
    PyObject *out = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*dddn", &b[0], &b[1], &b[2], &f.weight, &f.base, &f.slope, &k))
        return NULL;
    const uint32_t *docs = b[0].buf, *counts = b[1].buf, *lengths = b[2].buf;
    const size_t n = COUNT(b[0], uint32_t);
    Heap h = {NULL, 0, (size_t)k < n ? (size_t)k : n};
    h.entries = malloc((h.room + 1) * sizeof *h.entries);
    if (h.entries && h.room) {
        Py_BEGIN_ALLOW_THREADS
        double longest[KNOWN];
        int limited = 0;
        for (size_t i = 0; i < n; i++) {
            const uint32_t count = counts[i], length = lengths[docs[i]];
            if (limited && count < KNOWN && length > longest[count]) continue;
            if (offer(&h, (float)bm25(f, count, length), (uint32_t)i) && h.entries[0].score > 0) {
                limits(f, h.entries[0].score, longest);
                limited = 1;
            }
        }
        Py_END_ALLOW_THREADS
    }
    out = h.entries ? ranked(&h) : PyErr_NoMemory();
    free(h.entries);
    release(b, 3);
    return out;
}

/* top(scores f64, k) -> the same for scores that are known */
PyObject *kernel_top(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b = {0};
    Py_ssize_t k;
    if (!PyArg_ParseTuple(args, "y*n", &b, &k)) return NULL;
    const double *scores = b.buf;
    const size_t n = COUNT(b, double);
    Heap h = {NULL, 0, (size_t)k < n ? (size_t)k : n};
    h.entries = malloc((h.room + 1) * sizeof *h.entries);
    if (h.entries && h.room) {
        Py_BEGIN_ALLOW_THREADS
        for (size_t i = 0; i < n; i++) offer(&h, (float)scores[i], (uint32_t)i);
        Py_END_ALLOW_THREADS
    }
    PyObject *out = h.entries ? ranked(&h) : PyErr_NoMemory();
    free(h.entries);
    release(&b, 1);
    return out;
}

/* any(((docs, counts, weight), ...), lengths u32, base, slope, size) -> documents of any leaf,
   their summed scores f64 */
PyObject *kernel_any(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *leaves, *docs = NULL, *scores = NULL;
    Py_buffer lengths = {0};
    Formula f;
    Py_ssize_t size;
    Scratch s;
    if (!PyArg_ParseTuple(args, "O!y*ddn", &PyTuple_Type, &leaves, &lengths, &f.base, &f.slope,
                          &size))
        return NULL;
    if (scratch_take(&s, (size_t)size) < 0) goto done;
    int failed = 0;
    for (Py_ssize_t l = 0; !failed && l < PyTuple_GET_SIZE(leaves); l++) {
        Py_buffer b[2] = {{0}};
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(leaves, l), "y*y*d", &b[0], &b[1], &f.weight)) {
            failed = 1;
            break;
        }
        const uint32_t *d = b[0].buf, *c = b[1].buf, *length = lengths.buf;
        const size_t n = COUNT(b[0], uint32_t);
        Py_BEGIN_ALLOW_THREADS
        for (size_t i = 0; i < n; i++) {
            s.sums[d[i]] += bm25(f, c[i], length[d[i]]);
            s.bits[d[i] >> 6] |= 1ULL << (d[i] & 63);
        }
        Py_END_ALLOW_THREADS
        release(b, 2);
    }
    size_t total = 0, n = 0;
    for (size_t word = 0; word < WORDS(size); word++)
        total += (size_t)__builtin_popcountll(s.bits[word]);
    docs = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(total * 4));
    scores = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(total * 8));
    for (size_t word = 0; word < WORDS(size); word++) {
        for (uint64_t bits = s.bits[word]; bits; bits &= bits - 1) {
            const uint32_t doc = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(bits);
            if (docs) ((uint32_t *)PyBytes_AS_STRING(docs))[n] = doc;
            if (scores) ((double *)PyBytes_AS_STRING(scores))[n] = s.sums[doc];
            s.sums[doc] = 0;
            n++;
        }
        s.bits[word] = 0;
    }
    scratch_give(&s);
    release(&lengths, 1);
    if (!failed && docs && scores) return Py_BuildValue("NN", docs, scores);
done:
    Py_XDECREF(docs);
    Py_XDECREF(scores);
    release(&lengths, 1);
    return NULL;
}
