/* What several unions of forms have in common. */
#include "kernels.h"

/* The live documents of bits; the bits of the dead are cleared. */
static size_t list(const Segment *s, uint64_t *bits, uint32_t *docs, size_t room) {
    size_t n = 0;
    for (size_t word = 0; word < WORDS(s->size); word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            const uint32_t doc = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(left);
            AT(docs, n, room) = doc;
            if (is_live(s, doc)) n++;
            else unset(bits, doc, s->size);
        }
    }
    return n;
}

static size_t posting_count(const Segment *s, const Place *term) {
    size_t count = 0;
    EACH_RUN(s, term->forms, term->count, run, { count += run.end - run.first; })
    return count;
}

/* The most documents that a term can have. */
static size_t bound(const Segment *s, const Place *term) {
    const size_t count = posting_count(s, term);
    return count < s->size ? count : s->size;
}

/* Where a term has documents that were looked for. */
typedef struct {
    uint64_t posting;
    uint32_t doc;
} Hit;

typedef struct {
    Hit *at;
    size_t count, room;
} Hits;

static int add_hits(const Segment *s, Run run, const uint32_t *found, size_t count, Hits *hits) {
    const uint16_t *lows = (const uint16_t *)s->arrays[LOWS].buf + run.first;
    if (hits->count + count > hits->room) {
        hits->room = 2 * (hits->count + count);
        Hit *larger = realloc(hits->at, hits->room * sizeof *larger);
        if (!larger) return -1;
        hits->at = larger;
    }
    for (size_t f = 0; f < count; f++)
        AT(hits->at, hits->count++, hits->room) =
            (Hit){run.first + found[f], run.base | AT(lows, found[f], run.end - run.first)};
    return 0;
}

/* Documents that have all terms so far, as bits: n, listed in docs, or unlisted at most n. */
typedef struct {
    const Segment *s;
    uint64_t *bits, *others;
    uint32_t *found, *docs;
    size_t n, room; /* room: of docs and of the frequencies of each term */
    int listed;
} Common;

static void list_all(Common *c) {
    if (!c->listed) c->n = list(c->s, c->bits, c->docs, c->room);
    c->listed = 1;
}

/* Where a term has the documents. Only a run that is longer than they are many may be skipped
   through, and needs them listed. */
static int collect(Common *c, const Place *term, Hits *hits) {
    EACH_RUN(c->s, term->forms, term->count, run, {
        if (run.end - run.first > c->n) list_all(c);
        const Wanted wanted = {c->bits, c->listed ? c->docs : NULL, c->n};
        const size_t count = find_wanted(c->s, run, &wanted, c->found);
        if (add_hits(c->s, run, c->found, count, hits) < 0) return -1;
    })
    return 0;
}

/* Leave those of the documents that have a term; what is found stays in hits. */
static int narrow(Common *c, const Place *term, Hits *hits) {
    const Codes codes = codes_of(c->s);
    const uint32_t *table = term->field < 0 ? NULL : table_of(c->s, term->field);
    uint64_t *const before = c->bits;
    if (collect(c, term, hits) < 0) return -1;
    for (size_t h = 0; h < hits->count; h++)
        if (!table || AT(table, code_at(&codes, hits->at[h].posting), code_count(c->s)))
            set(c->others, hits->at[h].doc, c->s->size);
    memset(before, 0, WORDS(c->s->size) * sizeof *before);
    c->bits = c->others;
    c->others = before;
    c->listed = 0;
    if (hits->count < c->n) c->n = hits->count; /* at most: forms may share documents */
    return 0;
}

/* Frequencies of a term in the documents, by its hits in these and others. */
static void frequencies(const Common *c, const Place *term, const Hits *hits, uint32_t *sums,
                        uint32_t *counts) {
    const uint32_t *table = table_of(c->s, term->field);
    const Codes codes = codes_of(c->s);
    for (size_t h = 0; h < hits->count; h++)
        if (has(c->bits, hits->at[h].doc, c->s->size))
            sums[hits->at[h].doc] +=
                AT(table, code_at(&codes, hits->at[h].posting), code_count(c->s));
    for (size_t d = 0; d < c->n; d++) {
        AT(counts, d, c->room) = AT(sums, AT(c->docs, d, c->room), c->s->size);
        sums[c->docs[d]] = 0;
    }
}

/* Which documents have every term, the rarest first, as bits that each term leaves fewer of; then
   rows of frequencies. c: those to look at, or (n is 0) those of the first term. -1 without
   memory. */
static int intersect(Common *c, const Places *terms, Scratch *scratch, uint32_t *counts) {
    const Place *term = terms->at;
    const size_t first = c->listed ? 0 : 1;
    Hits *hits = calloc(terms->count, sizeof *hits);
    int failed = !hits;
    if (first) mark(c->s, term, term->field < 0 ? NULL : table_of(c->s, term->field), c->bits);
    for (size_t d = 0; !first && d < c->n; d++) set(c->bits, AT(c->docs, d, c->room), c->s->size);
    for (size_t t = first; !failed && t < terms->count; t++)
        failed = narrow(c, &term[t], &hits[t]) < 0;
    list_all(c);
    /* the first term was read without frequencies; by now few of its documents are left */
    if (first) failed = failed || collect(c, term, hits) < 0;
    for (size_t t = 0; t < terms->count; t++) {
        if (!failed)
            frequencies(c, &term[t], &hits[t], (uint32_t *)scratch->sums, counts + t * c->room);
        if (hits) free(hits[t].at);
    }
    free(hits);
    memset(c->bits, 0, WORDS(c->s->size) * sizeof *c->bits);
    return failed ? -1 : 0;
}

/* Close the gap behind each of the rows, of which n entries count. */
static void close_rows(PyObject **out, size_t rows, size_t stride, size_t n) {
    CHECK(n < stride && (size_t)PyBytes_GET_SIZE(*out) == rows * stride * 4);
    uint32_t *at = (uint32_t *)PyBytes_AS_STRING(*out);
    for (size_t row = 1; row < rows; row++) memmove(at + row * n, at + row * stride, n * 4);
    _PyBytes_Resize(out, (Py_ssize_t)(rows * n * 4)); /* NULL when it fails */
}

/* common(segment, ((forms u32, field or -1, any), ...), among u32 | None) -> rows u32 of equal
   length: the live documents that have every term (at least one, the rarest first), and each
   term's weighted frequencies; among: live documents to look at, None for all */
PyObject *kernel_common(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *tuple, *out = NULL;
    Py_buffer among = {0};
    const Segment *s;
    Scratch scratch;
    Places terms;
    if (!PyArg_ParseTuple(args, "OOz*", &capsule, &tuple, &among)) return NULL;
    if (!(s = segment_of(capsule)) || places_get(tuple, &terms) < 0) goto done;
    /* the loops write one past what they keep */
    const size_t room = 1 + (among.obj ? (size_t)COUNT(among, uint32_t) : bound(s, &terms.at[0]));
    if (scratch_take(&scratch, s->size) < 0) goto failed;
    out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(room * (terms.count + 1) * 4));
    if (out) {
        uint32_t *docs = (uint32_t *)PyBytes_AS_STRING(out), *counts = docs + room;
        Common c = {s, scratch.bits, scratch.others, scratch.found, docs, room - 1,
                    room, among.obj != NULL};
        int failed = 0;
        BEGIN_LONG
        if (terms.count == 1 && !among.obj) {
            c.n = unite(s, &terms.at[0], &scratch, docs, counts, room);
        } else {
            if (among.obj && among.len) memcpy(docs, among.buf, (size_t)among.len);
            failed = intersect(&c, &terms, &scratch, counts) < 0;
        }
        END_LONG
        if (!failed) {
            close_rows(&out, terms.count + 1, room, c.n);
        } else {
            Py_CLEAR(out);
            PyErr_NoMemory();
        }
    }
    scratch_give(&scratch);
failed:
    places_release(&terms);
done:
    release(&among, 1);
    return out;
}
