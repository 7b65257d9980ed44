/* Reading documents and frequencies: unions of forms, and what several unions have in common. */
#include "kernels.h"

/* Set the bits of the documents that have a term, or (no table) any frequency of it. */
static void mark(const Segment *s, const Place *term, const uint32_t *table, uint64_t *bits) {
    const uint16_t *lows = s->arrays[LOWS].buf;
    const Column codes = column_of(s, CODES);
    EACH_RUN(s, term->forms, term->count, run, {
        for (size_t i = run.first; i < run.end; i++)
            if (!table || table[number_at(codes, i)]) set(bits, run.base | lows[i]);
    })
}

/* The live documents of bits; the bits of the dead are cleared. */
static size_t list(const Segment *s, uint64_t *bits, uint32_t *docs) {
    size_t n = 0;
    for (size_t word = 0; word < WORDS(s->size); word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            const uint32_t doc = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(left);
            docs[n] = doc;
            if (!s->live || s->live[doc]) n++;
            else unset(bits, doc);
        }
    }
    return n;
}

/* The documents of a single form come in order. */
static size_t copy_form(const Segment *s, const Place *term, uint32_t *docs, uint32_t *counts) {
    const uint32_t *table = table_of(s, term->field);
    const uint16_t *lows = s->arrays[LOWS].buf;
    const Column codes = column_of(s, CODES);
    size_t n = 0;
    EACH_RUN(s, term->forms, 1, run, {
        for (size_t i = run.first; i < run.end; i++) {
            const uint32_t doc = run.base | lows[i];
            docs[n] = doc;
            counts[n] = table[number_at(codes, i)];
            n += counts[n] != 0 && (!s->live || s->live[doc]);
        }
    })
    return n;
}

/* Documents and frequencies of one term. */
static size_t unite(const Segment *s, const Place *term, Scratch *scratch, uint32_t *docs,
                    uint32_t *counts) {
    const uint32_t *table = table_of(s, term->field);
    const uint16_t *lows = s->arrays[LOWS].buf;
    const Column codes = column_of(s, CODES);
    uint32_t *sums = (uint32_t *)scratch->sums;
    if (term->count == 1) return copy_form(s, term, docs, counts);
    EACH_RUN(s, term->forms, term->count, run, {
        for (size_t i = run.first; i < run.end; i++) {
            const uint32_t weight = table[number_at(codes, i)];
            const uint32_t doc = run.base | lows[i];
            sums[doc] += weight;
            scratch->bits[doc >> 6] |= (uint64_t)(weight != 0) << (doc & 63);
        }
    })
    size_t n = 0;
    for (size_t word = 0; word < WORDS(s->size); word++) {
        for (uint64_t left = scratch->bits[word]; left; left &= left - 1) {
            const uint32_t doc = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(left);
            docs[n] = doc;
            counts[n] = sums[doc];
            sums[doc] = 0;
            n += !s->live || s->live[doc];
        }
        scratch->bits[word] = 0;
    }
    return n;
}

/* Add to the sums of the n documents, whose bits are set, that have the run. */
static void add_run(const Segment *s, Run run, const uint32_t *table, const uint32_t *docs,
                    size_t n, const uint64_t *bits, uint32_t *sums) {
    const uint16_t *lows = s->arrays[LOWS].buf;
    const Column codes = column_of(s, CODES);
    size_t d = gallop32(docs, 0, n, run.base), i = run.first;
    const size_t end = gallop32(docs, d, n, (uint64_t)run.base + 65536);
    if ((end - d) * SPARSE < run.end - run.first) {
        for (; d < end; d++) {
            i = gallop16(lows, i, run.end, docs[d] - run.base);
            if (i == run.end) break;
            if ((run.base | lows[i]) == docs[d]) sums[docs[d]] += table[number_at(codes, i)];
        }
        return;
    }
    for (; i < run.end; i++) {
        const uint32_t doc = run.base | lows[i];
        if (has(bits, doc)) sums[doc] += table[number_at(codes, i)];
    }
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

/* Set in others the bits of the n documents, which are those of bits, that the run has. */
static void filter_run(const Segment *s, Run run, const uint32_t *table, const uint32_t *docs,
                       size_t n, const uint64_t *bits, uint64_t *others) {
    const uint16_t *lows = s->arrays[LOWS].buf;
    const Column codes = column_of(s, CODES);
    size_t d = gallop32(docs, 0, n, run.base), i = run.first;
    const size_t end = gallop32(docs, d, n, (uint64_t)run.base + 65536);
    if ((end - d) * SPARSE < run.end - run.first) {
        for (; d < end; d++) {
            i = gallop16(lows, i, run.end, docs[d] - run.base);
            if (i == run.end) break;
            if ((run.base | lows[i]) == docs[d] && (!table || table[number_at(codes, i)]))
                set(others, docs[d]);
        }
    } else if (table) {
        for (; i < run.end; i++) {
            const uint32_t doc = run.base | lows[i];
            if (has(bits, doc) && table[number_at(codes, i)]) set(others, doc);
        }
    } else {
        for (; i < run.end; i++) {
            const uint32_t doc = run.base | lows[i];
            others[doc >> 6] |= bits[doc >> 6] & 1ULL << (doc & 63);
        }
    }
}

/* Frequencies of the term in the n documents, whose bits are set. */
static void frequencies(const Segment *s, const Place *term, const uint32_t *docs, size_t n,
                        const uint64_t *bits, uint32_t *sums, uint32_t *counts) {
    const uint32_t *table = table_of(s, term->field);
    EACH_RUN(s, term->forms, term->count, run, { add_run(s, run, table, docs, n, bits, sums); })
    for (size_t d = 0; d < n; d++) {
        counts[d] = sums[docs[d]];
        sums[docs[d]] = 0;
    }
}

/* Documents first, then rows of frequencies; among: whether the n documents are those to look at,
   else n is 0. First which documents have every term, the rarest first, as bits that each term
   leaves fewer of; then the frequencies in those alone. */
static size_t intersect(const Segment *s, const Places *terms, Scratch *scratch, int among,
                        uint32_t *docs, size_t n, uint32_t *counts, size_t stride) {
    uint64_t *bits = scratch->bits, *others = scratch->others;
    const size_t words = WORDS(s->size);
    for (size_t d = 0; d < n; d++) set(bits, docs[d]);
    for (size_t t = 0; t < terms->count; t++) {
        const Place *term = &terms->at[t];
        const uint32_t *table = term->field < 0 ? NULL : table_of(s, term->field);
        if (!t && !among) {
            mark(s, term, table, bits);
            n = list(s, bits, docs);
            continue;
        }
        EACH_RUN(s, term->forms, term->count, run,
                 { filter_run(s, run, table, docs, n, bits, others); })
        memset(bits, 0, words * sizeof *bits);
        uint64_t *kept = others;
        others = bits;
        bits = kept;
        n = list(s, bits, docs);
    }
    for (size_t t = 0; t < terms->count; t++)
        frequencies(s, &terms->at[t], docs, n, bits, (uint32_t *)scratch->sums,
                    counts + t * stride);
    memset(bits, 0, words * sizeof *bits);
    return n;
}

/* Close the gap behind each of the rows, of which n entries count. */
static void close_rows(PyObject **out, size_t rows, size_t stride, size_t n) {
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
        size_t n;
        Py_BEGIN_ALLOW_THREADS
        if (terms.count == 1 && !among.obj) {
            n = unite(s, &terms.at[0], &scratch, docs, counts);
        } else {
            n = among.obj ? room - 1 : 0;
            if (n) memcpy(docs, among.buf, n * 4);
            n = intersect(s, &terms, &scratch, among.obj != NULL, docs, n, counts, room);
        }
        Py_END_ALLOW_THREADS
        close_rows(&out, terms.count + 1, room, n);
    }
    scratch_give(&scratch);
failed:
    places_release(&terms);
done:
    release(&among, 1);
    return out;
}

/* frequency(segment, (forms u32, field or -1, any)) -> number of live documents that have the term;
   in any field no code is read */
PyObject *kernel_frequency(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *tuple, *out = NULL;
    const Segment *s;
    Scratch scratch;
    Places terms;
    if (!PyArg_ParseTuple(args, "OO", &capsule, &tuple)) return NULL;
    if (!(s = segment_of(capsule)) || places_get(tuple, &terms) < 0) return NULL;
    if (scratch_take(&scratch, s->size) < 0) goto done;
    const Place *term = &terms.at[0];
    size_t total = 0;
    Py_BEGIN_ALLOW_THREADS
    mark(s, term, term->field < 0 ? NULL : table_of(s, term->field), scratch.bits);
    for (size_t word = 0; word < WORDS(s->size); word++) {
        uint64_t left = scratch.bits[word];
        scratch.bits[word] = 0;
        if (!s->live) total += (size_t)__builtin_popcountll(left);
        else
            for (; left; left &= left - 1)
                total += s->live[word * 64 + (size_t)__builtin_ctzll(left)];
    }
    Py_END_ALLOW_THREADS
    scratch_give(&scratch);
    out = PyLong_FromSize_t(total);
done:
    places_release(&terms);
    return out;
}
