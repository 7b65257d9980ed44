/* What the files of the extension share. Every array comes and goes through the buffer protocol;
   callers promise dtypes and lengths (indexer/index/whoosh/kernels/reading.py). */
#ifndef PODSHIVKA_KERNELS_H
#define PODSHIVKA_KERNELS_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "check.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(buffer, type) ((buffer).len / (Py_ssize_t)sizeof(type))
#define WORDS(size) (((size_t)(size) + 63) / 64)

/* Zeroed memory that is lent under the GIL and given back zeroed, so that a query neither
   allocates nor clears a megabyte. */
typedef struct {
    uint64_t *bits; /* one bit a document */
    uint64_t *others; /* and one more */
    double *sums;   /* one number a document; also used as uint32 */
    uint32_t *found; /* one number a document and one more: these are not zeroed */
    size_t size;    /* documents that there is room for */
} Scratch;

int scratch_take(Scratch *scratch, size_t size);
void scratch_give(Scratch *scratch);

void release(Py_buffer *buffers, int count);

/* A segment's arrays, see segment.py; kernels.arrays gives them in this order. */
enum {
    LOWS, CODES, RARE_POSTINGS, RARE_CODES, RUN_ENDS, RUN_CHUNKS, RUN_POSTINGS,
    SUMS, BLOCKS, POSITIONS, STARTS, LENGTHS, TABLES,
    FORMS, FORM_ENDS, TERMS, TERM_ENDS, TERM_FORMS, TERM_FORMS_ENDS, IDS, ID_ENDS, SIGNATURES,
    LIVE, ARRAYS
};

typedef struct {
    Py_buffer arrays[ARRAYS];
    const uint8_t *live; /* NULL when all are */
    size_t size, block;  /* documents; postings in a block */
} Segment;

const Segment *segment_of(PyObject *capsule);

/* How many items an array of a segment has. */
#define HELD(s, array, type) ((size_t)COUNT((s)->arrays[array], type))

typedef struct {
    const void *at;
    int wide;
    size_t count;
} Column; /* uint16, or uint32 when wide */

static inline uint32_t number_at(Column n, size_t at) {
    return n.wide ? AT((const uint32_t *)n.at, at, n.count)
                  : AT((const uint16_t *)n.at, at, n.count);
}

static inline Column column_in(const Py_buffer *b, int wide) {
    const Column out = {b->buf, wide, (size_t)b->len / (wide ? 4 : 2)};
    return out;
}

static inline Column column_of(const Segment *s, int array) {
    return column_in(&s->arrays[array], s->arrays[array].itemsize == 4);
}

#define RARE 255 /* in place of a code that does not fit in a byte; types.py has it, too */

/* The code of each posting; for those that are RARE there, the postings and their codes. */
typedef struct {
    const uint8_t *at;
    const uint64_t *postings;
    const uint32_t *codes;
    size_t count, rare;
} Codes;

static inline Codes codes_of(const Segment *s) {
    const Codes out = {s->arrays[CODES].buf, s->arrays[RARE_POSTINGS].buf,
                       s->arrays[RARE_CODES].buf, HELD(s, CODES, uint8_t),
                       HELD(s, RARE_CODES, uint32_t)};
    return out;
}

uint32_t rare_code(const Codes *codes, size_t posting);

static inline uint32_t code_at(const Codes *codes, size_t posting) {
    const uint32_t code = AT(codes->at, posting, codes->count);
    return LIKELY(code != RARE) ? code : rare_code(codes, posting);
}

/* One bit for each of size documents. */
static inline uint64_t has(const uint64_t *bits, uint32_t doc, size_t size) {
    return bits[INDEX(doc, size) >> 6] >> (doc & 63) & 1;
}
static inline void set(uint64_t *bits, uint32_t doc, size_t size) {
    bits[INDEX(doc, size) >> 6] |= 1ULL << (doc & 63);
}
static inline void unset(uint64_t *bits, uint32_t doc, size_t size) {
    bits[INDEX(doc, size) >> 6] &= ~(1ULL << (doc & 63));
}

static inline int is_live(const Segment *s, uint32_t doc) {
    return !s->live || AT(s->live, doc, HELD(s, LIVE, uint8_t));
}

static inline size_t code_count(const Segment *s) { return HELD(s, SUMS, uint32_t); }

/* The weighted frequency of every code in a field; where it is 0 a posting does not count. */
static inline const uint32_t *table_of(const Segment *s, int field) {
    CHECK(field >= -1 && (size_t)(field + 2) * code_count(s) <= HELD(s, TABLES, uint32_t));
    return (const uint32_t *)s->arrays[TABLES].buf + (size_t)(field + 1) * code_count(s);
}

typedef struct {
    size_t first, end; /* postings */
    uint32_t base;     /* of their documents */
} Run;

static inline size_t run_count(const Segment *s, uint32_t form, size_t *first) {
    const uint32_t *ends = s->arrays[RUN_ENDS].buf;
    const size_t end = AT(ends, form, HELD(s, RUN_ENDS, uint32_t));
    *first = form ? ends[form - 1] : 0;
    CHECK(*first <= end);
    return end - *first;
}

static inline Run run_at(const Segment *s, size_t run) {
    const uint64_t *ends = s->arrays[RUN_POSTINGS].buf;
    const uint16_t *chunks = s->arrays[RUN_CHUNKS].buf;
    const uint64_t end = AT(ends, run, HELD(s, RUN_POSTINGS, uint64_t));
    const Run out = {run ? ends[run - 1] : 0, end,
                     (uint32_t)AT(chunks, run, HELD(s, RUN_CHUNKS, uint16_t)) << 16};
    CHECK(out.first <= out.end && out.end <= HELD(s, LOWS, uint16_t) && out.base < s->size);
    return out;
}

#define EACH_RUN(segment, forms, count, run, ...)                                   \
    for (size_t f_ = 0; f_ < (count); f_++) {                                       \
        size_t first_, runs_ = run_count(segment, (forms)[f_], &first_);            \
        for (size_t r_ = 0; r_ < runs_; r_++) {                                     \
            const Run run = run_at(segment, first_ + r_);                           \
            __VA_ARGS__                                                             \
        }                                                                           \
    }

#define SPARSE 16 /* with so many times fewer documents asked for, postings are skipped */

/* Documents to look for: their bits and, unless NULL, the n of them in order, else at most n. */
typedef struct {
    const uint64_t *bits;
    const uint32_t *docs;
    size_t n;
} Wanted;

size_t find_wanted(const Segment *s, Run run, const Wanted *wanted, uint32_t *found);

/* First index in [low, high) of ascending values that is >= key, galloping from low. */
#define GALLOP(name, type)                                                                     \
    static inline size_t name(const type *values, size_t low, size_t high, uint64_t key) {     \
        const size_t end = high;                                                               \
        size_t step = 1, at = low;                                                             \
        while (at < high && AT(values, at, end) < key) {                                                \
            low = at + 1;                                                                      \
            at += step;                                                                        \
            step *= 2;                                                                         \
        }                                                                                      \
        if (at < high) high = at;                                                              \
        while (low < high) {                                                                   \
            const size_t middle = (low + high) / 2;                                            \
            if (AT(values, middle, end) < key) low = middle + 1;                               \
            else high = middle;                                                                \
        }                                                                                      \
        return low;                                                                            \
    }
GALLOP(gallop32, uint32_t)

#define STRIDE 64 /* lows that are compared at once, without a branch */

/* The same for lows: far in strides, then by halves to one stride, of which all are compared. */
static inline size_t gallop16(const uint16_t *lows, size_t low, size_t end, uint16_t key) {
    size_t step = STRIDE, high = end;
    while (low + step <= high && AT(lows, low + step - 1, end) < key) {
        low += step;
        step *= 2;
    }
    if (low + step < high) high = low + step;
    while (high - low > STRIDE) {
        const size_t middle = (low + high) / 2;
        if (AT(lows, middle, end) < key) low = middle + 1;
        else high = middle;
    }
    uint16_t less = 0;
    /* how many are less is where the key belongs: all compared, none guessed by a branch */
    if (low + STRIDE <= end)
        for (size_t i = 0; i < STRIDE; i++)
            less = (uint16_t)(less + (AT(lows, low + i, end) < key));
    else
        for (size_t i = low; i < end; i++) less = (uint16_t)(less + (AT(lows, i, end) < key));
    return low + less;
}

/* Occurrences as ascending keys: document << 32 | position. */
typedef struct {
    uint64_t *at;
    size_t count, room;
} Keys;

/* A word or wildcard: forms u32, field (-1 for any), positions from the start of its phrase. */
typedef struct {
    Py_buffer buffer;
    const uint32_t *forms;
    size_t count;
    int field;
    uint32_t shift;
} Place;

/* One place for a word; for a phrase all, the rarest first. */
typedef struct {
    Place *at;
    size_t count;
} Places;

/* Strings in UTF-8, laid end to end, and where each ends. */
typedef struct {
    const char *text;
    const uint32_t *ends;
    size_t count, size; /* strings, bytes */
} Table;

static inline Table table_in(const Py_buffer *text, const Py_buffer *ends) {
    const Table out = {text->buf, ends->buf, (size_t)COUNT(*ends, uint32_t), (size_t)text->len};
    return out;
}

/* A document and its score. */
typedef struct {
    float score;
    uint32_t doc;
} Ranked;

Ranked *rank(const Segment *s, const Py_buffer *docs, PyObject *leaves, Py_ssize_t k, size_t *found);
int repeated(const uint8_t *const *signatures, size_t at, size_t size, int alike);
PyObject *text_at(Table table, size_t at);

void mark(const Segment *s, const Place *term, const uint32_t *table, uint64_t *bits);
size_t unite(const Segment *s, const Place *term, Scratch *scratch, uint32_t *docs,
             uint32_t *counts, size_t room);

int places_get(PyObject *tuple, Places *places);
void places_release(Places *places);
int places_keys(const Segment *s, const Places *places, const uint32_t *among, size_t n,
                Scratch *scratch, Keys *keys);

/* Where one leaf stands, how far a walk over that has come, and what the leaf weighs. */
typedef struct {
    Keys keys;
    size_t at;
    double weight;
} Occurrences;

/* The leaves of a query, as gains takes them. */
typedef struct {
    Places *places;
    Occurrences *occurrences;
    size_t count;
} Leaves;

/* How far occurrences help each other, and what a place is worth. */
typedef struct {
    double span, scale;
} Nearness;

void leaves_release(Leaves *leaves);
int leaves_get(PyObject *given, Leaves *leaves);
int weigh_places(const Segment *s, const Leaves *leaves, Nearness near, Scratch *scratch,
                 const uint32_t *docs, size_t n, double *out);

PyObject *kernel_segment(PyObject *self, PyObject *args);
PyObject *kernel_forms(PyObject *self, PyObject *args);
PyObject *kernel_common(PyObject *self, PyObject *args);
PyObject *kernel_frequency(PyObject *self, PyObject *args);
PyObject *kernel_frequencies(PyObject *self, PyObject *args);
PyObject *kernel_occurrences(PyObject *self, PyObject *args);
PyObject *kernel_near(PyObject *self, PyObject *args);
PyObject *kernel_phrase(PyObject *self, PyObject *args);
PyObject *kernel_member(PyObject *self, PyObject *args);
PyObject *kernel_merge(PyObject *self, PyObject *args);
PyObject *kernel_texts(PyObject *self, PyObject *args);
PyObject *kernel_find(PyObject *self, PyObject *args);
PyObject *kernel_best(PyObject *self, PyObject *args);
PyObject *kernel_gains(PyObject *self, PyObject *args);
PyObject *kernel_page(PyObject *self, PyObject *args);
PyObject *kernel_arrange(PyObject *self, PyObject *args);
PyObject *kernel_failures(PyObject *self, PyObject *args);
PyObject *kernel_passing(PyObject *self, PyObject *args);
PyObject *kernel_between(PyObject *self, PyObject *args);
PyObject *kernel_count(PyObject *self, PyObject *args);
PyObject *kernel_tally(PyObject *self, PyObject *args);
PyObject *kernel_occurring(PyObject *self, PyObject *args);
PyObject *kernel_invert(PyObject *self, PyObject *args);
PyObject *kernel_collapse(PyObject *self, PyObject *args);
PyObject *kernel_interleave(PyObject *self, PyObject *args);
#endif
