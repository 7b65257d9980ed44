/* Reading positions: occurrences of words and phrases. */
#include "kernels.h"

typedef struct {
    const Segment *s;
    Codes codes;
    Column positions;
    size_t posting;
    uint64_t token; /* tokens before that posting, the last one that was asked for */
    Keys *keys;
    uint32_t *found;
} Gather;

static uint64_t tokens_before(Gather *g, size_t posting) {
    const size_t block = g->s->block, start = posting / block * block;
    const uint32_t *sums = g->s->arrays[SUMS].buf;
    /* on from the last posting if that is nearer than the beginning of the block */
    if (g->posting < start || g->posting > posting) {
        g->posting = start;
        g->token = AT((const uint64_t *)g->s->arrays[BLOCKS].buf, posting / block,
                      HELD(g->s, BLOCKS, uint64_t));
    }
    for (; g->posting < posting; g->posting++)
        g->token += AT(sums, code_at(&g->codes, g->posting), code_count(g->s));
    return g->token;
}

static inline int field_at(const Segment *s, uint32_t doc, uint32_t position) {
    const size_t at = INDEX((size_t)doc, s->size);
    const uint32_t *starts = (const uint32_t *)s->arrays[STARTS].buf + 2 * at;
    return (position >= starts[0]) + (position >= starts[1]);
}

static int keep_posting(Gather *g, size_t posting, uint32_t doc, const Place *place) {
    const uint64_t token = tokens_before(g, posting);
    const uint32_t *sums = g->s->arrays[SUMS].buf;
    const size_t n = AT(sums, code_at(&g->codes, posting), code_count(g->s));
    Keys *keys = g->keys;
    CHECK(token <= g->positions.count && n <= g->positions.count - token);
    if (keys->count + n > keys->room) {
        keys->room = 2 * (keys->count + n) + 64;
        uint64_t *larger = realloc(keys->at, keys->room * sizeof *larger);
        if (!larger) return -1;
        keys->at = larger;
    }
    for (size_t i = 0; i < n; i++) {
        /* written whether it is kept or not: the next takes its place */
        const uint32_t position = number_at(g->positions, token + i);
        AT(keys->at, keys->count, keys->room) = ((uint64_t)doc << 32 | position) - place->shift;
        keys->count += position >= place->shift &&
                       (place->field < 0 || place->field == field_at(g->s, doc, position));
    }
    return 0;
}

static int gather_run(Gather *g, Run run, const Place *place, const Wanted *wanted) {
    const uint16_t *lows = (const uint16_t *)g->s->arrays[LOWS].buf + run.first;
    const size_t count = find_wanted(g->s, run, wanted, g->found);
    for (size_t f = 0; f < count; f++) {
        const uint32_t at = g->found[f];
        const uint32_t doc = run.base | AT(lows, at, run.end - run.first);
        if (keep_posting(g, run.first + at, doc, place) < 0) return -1;
    }
    return 0;
}

/* Merge neighbouring sorted pieces until one is left. */
static int merge_pieces(Keys *keys, size_t *ends, size_t pieces) {
    if (pieces < 2 || !keys->count) return 0;
    uint64_t *from = keys->at, *to = malloc(keys->room * sizeof *to);
    if (!to) return -1;
    for (; pieces > 1; pieces = (pieces + 1) / 2) {
        size_t begin = 0;
        for (size_t piece = 0; piece < pieces; piece += 2) {
            const size_t middle = ends[piece], end = piece + 1 < pieces ? ends[piece + 1] : middle;
            size_t i = begin, j = middle, out = begin;
            CHECK(begin <= middle && middle <= end && end <= keys->count);
            while (i < middle && j < end) to[out++] = from[i] <= from[j] ? from[i++] : from[j++];
            memcpy(to + out, from + i, (middle - i) * sizeof *to);
            memcpy(to + out + (middle - i), from + j, (end - j) * sizeof *to);
            ends[piece / 2] = begin = end;
        }
        uint64_t *other = from;
        from = to;
        to = other;
    }
    keys->at = from;
    free(to);
    return 0;
}

/* Starts of a phrase, were this place all of it, in wanted documents: distinct and ascending. */
static int place_keys(const Segment *s, const Place *place, const Wanted *wanted, uint32_t *found,
                     Keys *keys) {
    const size_t count = place->count;
    Gather g = {s, codes_of(s), column_of(s, POSITIONS), SIZE_MAX, 0, keys, found};
    size_t *ends = malloc((count + 1) * sizeof *ends), kept = 0;
    int failed = !ends;
    keys->count = 0;
    for (size_t f = 0; !failed && f < count; f++) {
        EACH_RUN(s, place->forms + f, 1, run, {
            if (!failed) failed = gather_run(&g, run, place, wanted) < 0;
        })
        ends[f] = keys->count;
    }
    failed = failed || merge_pieces(keys, ends, count) < 0;
    for (size_t i = 0; !failed && i < keys->count; i++)
        if (!kept || keys->at[i] != keys->at[kept - 1]) keys->at[kept++] = keys->at[i];
    keys->count = kept;
    free(ends);
    return failed ? -1 : 0;
}

/* The same in the n documents of docs. */
static int keys_in(const Segment *s, const Place *place, const uint32_t *docs, size_t n,
                   Scratch *scratch, Keys *keys) {
    const Wanted wanted = {scratch->bits, docs, n};
    for (size_t d = 0; d < n; d++) set(scratch->bits, docs[d], s->size);
    const int failed = place_keys(s, place, &wanted, scratch->found, keys);
    for (size_t d = 0; d < n; d++) scratch->bits[docs[d] >> 6] = 0;
    return failed;
}

/* docs: room for one a key, or for all documents in which there are keys. */
static size_t docs_of(const Keys *keys, uint32_t *docs, size_t room) {
    size_t n = 0;
    for (size_t i = 0; i < keys->count; i++) {
        const uint32_t doc = (uint32_t)(keys->at[i] >> 32);
        if (!n || docs[n - 1] != doc) AT(docs, n++, room) = doc;
    }
    return n;
}

static void keep_common(Keys *keys, const Keys *others) {
    size_t kept = 0, j = 0;
    for (size_t i = 0; i < keys->count; i++) {
        while (j < others->count && others->at[j] < keys->at[i]) j++;
        if (j < others->count && others->at[j] == keys->at[i]) keys->at[kept++] = keys->at[i];
    }
    keys->count = kept;
}

/* Occurrences in the documents among, from the first place on: each leaves fewer
   documents to read. The caller frees keys->at, which may be NULL at first. */
int places_keys(const Segment *s, const Places *places, const uint32_t *among, size_t n,
                Scratch *scratch, Keys *keys) {
    keys->count = 0;
    if (!places->count) return 0;
    if (keys_in(s, &places->at[0], among, n, scratch, keys) < 0) return -1;
    if (places->count == 1) return 0;
    Keys others = {0};
    uint32_t *docs = malloc((n + 1) * sizeof *docs);
    int failed = !docs;
    for (size_t p = 1; !failed && p < places->count; p++) {
        failed = keys_in(s, &places->at[p], docs, docs_of(keys, docs, n), scratch, &others) < 0;
        if (!failed) keep_common(keys, &others);
    }
    free(docs);
    free(others.at);
    return failed ? -1 : 0;
}

/* Read keys; 0, or -1 with an error set. */
static int read_keys(PyObject *capsule, PyObject *tuple, const Py_buffer *among, Keys *keys) {
    const Segment *s = segment_of(capsule);
    Places places;
    Scratch scratch;
    int failed;
    if (!s || places_get(tuple, &places) < 0) return -1;
    if ((failed = scratch_take(&scratch, s->size)) == 0) {
        BEGIN_LONG
        failed = places_keys(s, &places, among->buf, COUNT(*among, uint32_t), &scratch, keys);
        END_LONG
        scratch_give(&scratch);
        if (failed) PyErr_NoMemory();
    }
    places_release(&places);
    return failed;
}

/* occurrences(segment, ((forms u32, field or -1, shift), ...), among u32) -> keys u64 of the
   places from which every form stands its shift further on; the rarest first */
PyObject *kernel_occurrences(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *tuple, *out = NULL;
    Py_buffer among = {0};
    Keys keys = {0};
    if (!PyArg_ParseTuple(args, "OOy*", &capsule, &tuple, &among)) return NULL;
    if (read_keys(capsule, tuple, &among, &keys) == 0)
        out = PyBytes_FromStringAndSize((char *)keys.at, (Py_ssize_t)(keys.count * 8));
    free(keys.at);
    release(&among, 1);
    return out;
}

/* phrase(segment, places as above, among u32, weights u32 of the three fields) -> rows u32:
   documents in which it occurs, and its weighted frequency in each */
PyObject *kernel_phrase(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *tuple, *out = NULL;
    Py_buffer b[2] = {{0}};
    Keys keys = {0};
    if (!PyArg_ParseTuple(args, "OOy*y*", &capsule, &tuple, &b[0], &b[1])) return NULL;
    if (read_keys(capsule, tuple, &b[0], &keys) < 0) goto done;
    const Segment *s = segment_of(capsule);
    uint32_t *docs = malloc(keys.count * 4 + 4);
    const size_t n = docs ? docs_of(&keys, docs, keys.count) : 0;
    if (!docs) PyErr_NoMemory();
    else if ((out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * 8)))) {
        uint32_t *rows = (uint32_t *)PyBytes_AS_STRING(out);
        memcpy(rows, docs, n * 4);
        memset(rows + n, 0, n * 4);
        for (size_t i = 0, d = 0; i < keys.count; i++) {
            const uint32_t doc = (uint32_t)(keys.at[i] >> 32);
            d += AT(docs, d, n) != doc;
            const int field = field_at(s, doc, (uint32_t)keys.at[i]);
            AT(rows + n, d, n) += AT((const uint32_t *)b[1].buf, field, COUNT(b[1], uint32_t));
        }
    }
    free(docs);
done:
    free(keys.at);
    release(b, 2);
    return out;
}
