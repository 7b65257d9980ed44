/* Writing: tokens in order of document become postings in order of form. */
#include "kernels.h"

/* invert(rows i64, ends i64, tokens u32, rank u32, positions u32, forms) ->
   documents u32, positions u32 of all tokens in order of form, document, position;
   tokens u64 of each form. Row rows[d] becomes document d; rank gives a form's number. */
PyObject *kernel_invert(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[5] = {{0}};
    Py_ssize_t forms;
    PyObject *out = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*n", &b[0], &b[1], &b[2], &b[3], &b[4], &forms))
        return NULL;
    const int64_t *rows = b[0].buf, *ends = b[1].buf;
    const uint32_t *tokens = b[2].buf, *rank = b[3].buf, *positions = b[4].buf;
    const size_t n = COUNT(b[0], int64_t), given = COUNT(b[2], uint32_t);
    const size_t ranks = COUNT(b[3], uint32_t);
    int64_t total = 0;
    for (size_t d = 0; d < n; d++) {
        CHECK((size_t)rows[d] < (size_t)COUNT(b[1], int64_t));
        total += ends[rows[d]] - (rows[d] ? ends[rows[d] - 1] : 0);
    }
    PyObject *docs = PyBytes_FromStringAndSize(NULL, total * 4);
    PyObject *places = PyBytes_FromStringAndSize(NULL, total * 4);
    PyObject *counts = PyBytes_FromStringAndSize(NULL, forms * 8);
    uint64_t *next = malloc(((size_t)forms + 1) * sizeof *next);
    if (docs && places && counts && next) {
        uint32_t *d_out = (uint32_t *)PyBytes_AS_STRING(docs);
        uint32_t *p_out = (uint32_t *)PyBytes_AS_STRING(places);
        uint64_t *count = (uint64_t *)PyBytes_AS_STRING(counts);
        BEGIN_LONG
        memset(count, 0, (size_t)forms * 8);
        for (size_t d = 0; d < n; d++)
            for (int64_t t = rows[d] ? ends[rows[d] - 1] : 0; t < ends[rows[d]]; t++)
                AT(count, AT(rank, AT(tokens, t, given), ranks), forms)++;
        uint64_t sum = 0;
        for (Py_ssize_t f = 0; f < forms; f++) {
            next[f] = sum;
            sum += count[f];
        }
        for (size_t d = 0; d < n; d++)
            for (int64_t t = rows[d] ? ends[rows[d] - 1] : 0; t < ends[rows[d]]; t++) {
                const uint64_t at = next[rank[tokens[t]]]++;
                AT(d_out, at, total) = (uint32_t)d;
                AT(p_out, at, total) = AT(positions, t, COUNT(b[4], uint32_t));
            }
        END_LONG
        out = Py_BuildValue("OOO", docs, places, counts);
    } else if (!PyErr_Occurred()) {
        PyErr_NoMemory();
    }
    free(next);
    Py_XDECREF(docs);
    Py_XDECREF(places);
    Py_XDECREF(counts);
    release(b, 5);
    return out;
}

/* Numbers for distinct values, in order of first use: open addressing, at most half full. */
typedef struct {
    uint64_t *values; /* by number */
    uint32_t *slots;  /* number + 1 */
    size_t count, size;
} Numbers;

static int numbers_grow(Numbers *n) {
    const size_t size = n->size ? n->size * 2 : 4096;
    uint32_t *slots = calloc(size, sizeof *slots);
    uint64_t *values = realloc(n->values, size / 2 * sizeof *values);
    if (values) n->values = values;
    if (!slots || !values) {
        free(slots);
        return -1;
    }
    for (size_t i = 0; i < n->count; i++) {
        /* the high bits of the product depend on all bits of the value */
        size_t at = (n->values[i] * 0x9E3779B97F4A7C15ULL >> 32) & (size - 1);
        while (slots[at]) at = (at + 1) & (size - 1);
        slots[at] = (uint32_t)i + 1;
    }
    free(n->slots);
    n->slots = slots;
    n->size = size;
    return 0;
}

/* The number of a value, or -1 without memory. */
static int64_t number_of(Numbers *n, uint64_t value) {
    if (n->count * 2 >= n->size && numbers_grow(n) < 0) return -1;
    size_t at = (value * 0x9E3779B97F4A7C15ULL >> 32) & (n->size - 1);
    while (n->slots[at] && n->values[n->slots[at] - 1] != value) at = (at + 1) & (n->size - 1);
    if (!n->slots[at]) {
        AT(n->values, n->count++, n->size / 2) = value;
        n->slots[at] = (uint32_t)n->count;
    }
    return n->slots[at] - 1;
}

/* collapse(documents u32, positions u32, tokens of each form u64, starts u32) ->
   document u32 and code u32 of each posting; postings u64 of each form; frequencies u64 of each
   code, which are title << 52 | lede << 26 | body. */
PyObject *kernel_collapse(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[4] = {{0}};
    PyObject *out = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*y*", &b[0], &b[1], &b[2], &b[3])) return NULL;
    const uint32_t *docs = b[0].buf, *positions = b[1].buf, *starts = b[3].buf;
    const uint64_t *tokens = b[2].buf;
    const size_t forms = COUNT(b[2], uint64_t), given = COUNT(b[0], uint32_t);
    PyObject *kept = PyBytes_FromStringAndSize(NULL, b[0].len);
    PyObject *codes = PyBytes_FromStringAndSize(NULL, b[0].len);
    PyObject *counts = PyBytes_FromStringAndSize(NULL, b[2].len);
    Numbers numbers = {0};
    if (kept && codes && counts) {
        uint32_t *d_out = (uint32_t *)PyBytes_AS_STRING(kept);
        uint32_t *c_out = (uint32_t *)PyBytes_AS_STRING(codes);
        uint64_t *count = (uint64_t *)PyBytes_AS_STRING(counts);
        size_t n = 0;
        int64_t code = 0;
        BEGIN_LONG
        for (size_t f = 0, t = 0; f < forms && code >= 0; f++) {
            const size_t first = n, end = t + tokens[f];
            CHECK(t <= end && end <= given && end <= (size_t)COUNT(b[1], uint32_t));
            while (t < end && code >= 0) {
                const uint32_t doc = docs[t];
                uint64_t frequencies = 0;
                for (; t < end && docs[t] == doc; t++) {
                    const uint32_t at = positions[t];
                    CHECK(2 * (size_t)doc + 1 < (size_t)COUNT(b[3], uint32_t));
                    const int field = (at >= starts[2 * doc]) + (at >= starts[2 * doc + 1]);
                    frequencies += 1ULL << (52 - 26 * field);
                }
                code = number_of(&numbers, frequencies);
                AT(d_out, n, given) = doc;
                c_out[n++] = (uint32_t)code;
            }
            count[f] = n - first;
        }
        END_LONG
        if (code < 0)
            PyErr_NoMemory();
        else if (_PyBytes_Resize(&kept, (Py_ssize_t)n * 4) == 0 &&
                 _PyBytes_Resize(&codes, (Py_ssize_t)n * 4) == 0)
            out = Py_BuildValue("OOOy#", kept, codes, counts, numbers.values ? (char *)numbers.values : "",
                                (Py_ssize_t)(numbers.count * 8));
    }
    free(numbers.values);
    free(numbers.slots);
    Py_XDECREF(kept);
    Py_XDECREF(codes);
    Py_XDECREF(counts);
    release(b, 4);
    return out;
}

/* interleave(keys u64, codes u32, counts u32, positions, ends i64, width) -> the same four with
   keys ascending. The pieces that end at ``ends`` each have ascending keys; counts says how many
   positions, of ``width`` bytes, belong to each key. */
PyObject *kernel_interleave(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[5] = {{0}};
    PyObject *made[4] = {NULL}, *out = NULL;
    Py_ssize_t width;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*n", &b[0], &b[1], &b[2], &b[3], &b[4], &width))
        return NULL;
    const uint64_t *keys = b[0].buf;
    const uint32_t *codes = b[1].buf, *counts = b[2].buf;
    const int64_t *ends = b[4].buf;
    const size_t pieces = COUNT(b[4], int64_t), total = COUNT(b[0], uint64_t);
    CHECK((size_t)COUNT(b[1], uint32_t) == total && (size_t)COUNT(b[2], uint32_t) == total);
    CHECK(pieces ? (size_t)ends[pieces - 1] == total : !total);
    for (int i = 0; i < 4; i++) made[i] = PyBytes_FromStringAndSize(NULL, b[i].len);
    size_t *next = malloc((pieces + 1) * 2 * sizeof *next), *token = next + pieces + 1;
    if (made[0] && made[1] && made[2] && made[3] && next) {
        uint64_t *k_out = (uint64_t *)PyBytes_AS_STRING(made[0]);
        uint32_t *c_out = (uint32_t *)PyBytes_AS_STRING(made[1]);
        uint32_t *n_out = (uint32_t *)PyBytes_AS_STRING(made[2]);
        char *p_out = PyBytes_AS_STRING(made[3]);
        BEGIN_LONG
        size_t sum = 0;
        for (size_t p = 0, i = 0; p < pieces; p++) {
            next[p] = i;
            token[p] = sum;
            for (; i < (size_t)ends[p]; i++) sum += AT(counts, i, total);
        }
        CHECK(sum * (size_t)width == (size_t)b[3].len);
        for (size_t n = 0; n < total;) {
            size_t best = pieces;
            uint64_t rival = UINT64_MAX; /* the least key of the other pieces */
            for (size_t p = 0; p < pieces; p++) {
                if (next[p] == (size_t)ends[p]) continue;
                if (best == pieces || keys[next[p]] < keys[next[best]]) {
                    if (best != pieces) rival = keys[next[best]];
                    best = p;
                } else if (keys[next[p]] < rival) {
                    rival = keys[next[p]];
                }
            }
            /* neighbours often come from one piece: it goes on up to the least key of the others */
            size_t i = AT(next, best, pieces), moved = 0;
            for (; i < (size_t)ends[best] && (keys[i] < rival || i == next[best]); i++) {
                AT(k_out, n, total) = AT(keys, i, total);
                c_out[n] = codes[i];
                n_out[n++] = counts[i];
                moved += counts[i];
            }
            CHECK(token[best] + moved <= sum && next[best] < i);
            memcpy(p_out, (const char *)b[3].buf + token[best] * (size_t)width, moved * (size_t)width);
            p_out += moved * (size_t)width;
            token[best] += moved;
            next[best] = i;
        }
        END_LONG
        out = Py_BuildValue("OOOO", made[0], made[1], made[2], made[3]);
    } else if (!PyErr_Occurred()) {
        PyErr_NoMemory();
    }
    free(next);
    for (int i = 0; i < 4; i++) Py_XDECREF(made[i]);
    release(b, 5);
    return out;
}
