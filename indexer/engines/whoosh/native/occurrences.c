/* Reading positions: occurrences, phrases. */
#include "kernels.h"

typedef struct {
    const Postings *p;
    const uint32_t *sums, *starts, *among;
    const uint64_t *blocks;
    const void *positions;
    int wide, field;
    size_t among_count, block, posting;
    uint64_t token; /* tokens before that posting, the last one that was asked for */
    uint64_t *keys;
    size_t count, room;
} Gather;

static uint64_t tokens_before(Gather *g, size_t posting) {
    const size_t start = posting / g->block * g->block;
    if (g->posting < start || g->posting > posting) {
        g->posting = start;
        g->token = g->blocks[posting / g->block];
    }
    for (; g->posting < posting; g->posting++)
        g->token += g->sums[number_at(g->p->codes.buf, codes_wide(g->p), g->posting)];
    return g->token;
}

static int keep_posting(Gather *g, size_t posting, uint32_t doc) {
    const uint64_t token = tokens_before(g, posting);
    const size_t n = g->sums[number_at(g->p->codes.buf, codes_wide(g->p), posting)];
    if (g->count + n > g->room) {
        g->room = 2 * (g->count + n) + 64;
        uint64_t *keys = realloc(g->keys, g->room * sizeof *keys);
        if (!keys) return -1;
        g->keys = keys;
    }
    for (size_t i = 0; i < n; i++) {
        const uint32_t at = number_at(g->positions, g->wide, token + i);
        const int field = (at >= g->starts[2 * doc]) + (at >= g->starts[2 * doc + 1]);
        g->keys[g->count] = (uint64_t)doc << 32 | at;
        g->count += g->field < 0 || g->field == field;
    }
    return 0;
}

static int gather_run(Gather *g, Run run) {
    const uint16_t *lows = g->p->lows.buf;
    size_t a = gallop32(g->among, 0, g->among_count, run.base);
    const size_t end = gallop32(g->among, a, g->among_count, (uint64_t)run.base + 65536);
    size_t i = run.first;
    const int skip = (end - a) * SPARSE < run.end - run.first;
    while (a < end && i < run.end) {
        const uint32_t doc = run.base | lows[i];
        if (doc == g->among[a]) {
            if (keep_posting(g, i++, doc) < 0) return -1;
            a++;
        } else if (doc > g->among[a]) {
            a++;
        } else {
            i = skip ? gallop16(lows, i + 1, run.end, g->among[a] - run.base) : i + 1;
        }
    }
    return 0;
}

/* Merge neighbouring sorted pieces of keys until one is left. */
static int merge_pieces(uint64_t *keys, size_t *ends, size_t pieces) {
    if (pieces < 2) return 0;
    uint64_t *other = malloc((ends[pieces - 1] + 1) * sizeof *other);
    if (!other) return -1;
    for (; pieces > 1; pieces = (pieces + 1) / 2) {
        size_t begin = 0;
        for (size_t piece = 0; piece + 1 < pieces; piece += 2) {
            const size_t middle = ends[piece], end = ends[piece + 1];
            size_t i = begin, j = middle, out = begin;
            while (i < middle && j < end) other[out++] = keys[i] <= keys[j] ? keys[i++] : keys[j++];
            while (i < middle) other[out++] = keys[i++];
            while (j < end) other[out++] = keys[j++];
            memcpy(keys + begin, other + begin, (end - begin) * sizeof *keys);
            ends[piece / 2] = begin = end;
        }
        if (pieces & 1) ends[pieces / 2] = ends[pieces - 1];
    }
    free(other);
    return 0;
}

/* occurrences(postings, sums u32, blocks u64, positions, starts u32, forms u32, among u32,
   field or -1, postings in a block) -> keys u64 */
PyObject *kernel_occurrences(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *tuple, *out = NULL;
    Postings p;
    Py_buffer b[6] = {{0}};
    Py_ssize_t block, tokens;
    Gather g = {0};
    if (!PyArg_ParseTuple(args, "Oy*y*y*y*y*y*inn", &tuple, &b[0], &b[1], &b[2], &b[3], &b[4],
                          &b[5], &g.field, &block, &tokens))
        return NULL;
    if (postings_get(tuple, &p) < 0) goto done;
    const uint32_t *forms = b[4].buf;
    const size_t form_count = COUNT(b[4], uint32_t);
    g.p = &p;
    g.sums = b[0].buf;
    g.blocks = b[1].buf;
    g.positions = b[2].buf;
    g.wide = b[2].len > tokens * 2;
    g.starts = b[3].buf;
    g.among = b[5].buf;
    g.among_count = COUNT(b[5], uint32_t);
    g.block = (size_t)block;
    g.posting = SIZE_MAX;
    size_t *ends = malloc((form_count + 1) * sizeof *ends);
    int failed = !ends;
    Py_BEGIN_ALLOW_THREADS
    for (size_t f = 0; !failed && f < form_count; f++) {
        size_t first, runs = run_count(&p, forms[f], &first);
        for (size_t r = 0; !failed && r < runs; r++)
            failed = gather_run(&g, run_at(&p, first + r)) < 0;
        ends[f] = g.count;
    }
    failed = failed || merge_pieces(g.keys, ends, form_count) < 0;
    size_t n = 0;
    for (size_t i = 0; !failed && i < g.count; i++)
        if (!n || g.keys[i] != g.keys[n - 1]) g.keys[n++] = g.keys[i];
    g.count = n;
    Py_END_ALLOW_THREADS
    if (failed) PyErr_NoMemory();
    else out = PyBytes_FromStringAndSize((char *)g.keys, (Py_ssize_t)(g.count * sizeof *g.keys));
    free(g.keys);
    free(ends);
    postings_release(&p);
done:
    release(b, 6);
    return out;
}

/* phrase(first u64, next u64, shift) -> the keys of first that have key + shift in next */
PyObject *kernel_phrase(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[2] = {{0}};
    unsigned long long shift;
    if (!PyArg_ParseTuple(args, "y*y*K", &b[0], &b[1], &shift)) return NULL;
    const uint64_t *first = b[0].buf, *next = b[1].buf;
    const size_t n = COUNT(b[0], uint64_t), m = COUNT(b[1], uint64_t);
    PyObject *out = PyBytes_FromStringAndSize(NULL, b[0].len);
    if (out) {
        uint64_t *kept = (uint64_t *)PyBytes_AS_STRING(out);
        size_t j = 0, count = 0;
        Py_BEGIN_ALLOW_THREADS
        for (size_t i = 0; i < n && j < m; i++) {
            while (j < m && next[j] < first[i] + shift) j++;
            if (j < m && next[j] == first[i] + shift) kept[count++] = first[i];
        }
        Py_END_ALLOW_THREADS
        _PyBytes_Resize(&out, (Py_ssize_t)(count * 8));
    }
    release(b, 2);
    return out;
}

/* weigh(keys u64, starts u32, weights u32 of the three fields) -> docs u32, counts u32 */
PyObject *kernel_weigh(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    PyObject *out = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*", &b[0], &b[1], &b[2])) return NULL;
    const uint64_t *keys = b[0].buf;
    const uint32_t *starts = b[1].buf, *weights = b[2].buf;
    const size_t n = COUNT(b[0], uint64_t);
    size_t count = 0;
    PyObject *docs = PyBytes_FromStringAndSize(NULL, b[0].len / 2);
    PyObject *counts = PyBytes_FromStringAndSize(NULL, b[0].len / 2);
    if (docs && counts) {
        uint32_t *d = (uint32_t *)PyBytes_AS_STRING(docs);
        uint32_t *c = (uint32_t *)PyBytes_AS_STRING(counts);
        for (size_t i = 0; i < n; i++) {
            const uint32_t doc = (uint32_t)(keys[i] >> 32), at = (uint32_t)keys[i];
            const int field = (at >= starts[2 * doc]) + (at >= starts[2 * doc + 1]);
            if (!count || d[count - 1] != doc) {
                d[count] = doc;
                c[count++] = 0;
            }
            c[count - 1] += weights[field];
        }
        if (_PyBytes_Resize(&docs, (Py_ssize_t)count * 4) == 0 &&
            _PyBytes_Resize(&counts, (Py_ssize_t)count * 4) == 0)
            out = Py_BuildValue("OO", docs, counts);
    }
    Py_XDECREF(docs);
    Py_XDECREF(counts);
    release(b, 3);
    return out;
}
