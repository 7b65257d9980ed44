/* Reading documents and frequencies: unions of forms, and the few that are looked for. */
#include "kernels.h"

GALLOP(gallop64, uint64_t)

/* The code of a posting that is RARE among the codes. */
__attribute__((cold, noinline)) uint32_t rare_code(const Codes *codes, size_t posting) {
    const size_t at = gallop64(codes->postings, 0, codes->rare, posting);
    CHECK(at < codes->rare && codes->postings[at] == posting);
    return codes->codes[at];
}

/* Set the bits of the documents that have a term, or (no table) any frequency of it. */
void mark(const Segment *s, const Place *term, const uint32_t *table, uint64_t *bits) {
    const uint16_t *lows = s->arrays[LOWS].buf;
    const Codes codes = codes_of(s);
    EACH_RUN(s, term->forms, term->count, run, {
        for (size_t i = run.first; i < run.end; i++)
            if (!table || AT(table, code_at(&codes, i), code_count(s)))
                set(bits, run.base | lows[i], s->size);
    })
}

/* The documents of a single form come in order. */
static size_t copy_form(const Segment *s, const Place *term, uint32_t *docs, uint32_t *counts,
                        size_t room) {
    const uint32_t *table = table_of(s, term->field);
    const uint16_t *lows = s->arrays[LOWS].buf;
    const Codes codes = codes_of(s);
    size_t n = 0;
    EACH_RUN(s, term->forms, 1, run, {
        for (size_t i = run.first; i < run.end; i++) {
            const uint32_t doc = run.base | lows[i];
            AT(docs, n, room) = doc;
            counts[n] = AT(table, code_at(&codes, i), code_count(s));
            n += counts[n] != 0 && is_live(s, doc);
        }
    })
    return n;
}

/* Documents and frequencies of one term. room: one more than there can be. */
size_t unite(const Segment *s, const Place *term, Scratch *scratch, uint32_t *docs,
             uint32_t *counts, size_t room) {
    const uint32_t *table = table_of(s, term->field);
    const uint16_t *lows = s->arrays[LOWS].buf;
    const Codes codes = codes_of(s);
    uint32_t *sums = (uint32_t *)scratch->sums;
    if (term->count == 1) return copy_form(s, term, docs, counts, room);
    EACH_RUN(s, term->forms, term->count, run, {
        for (size_t i = run.first; i < run.end; i++) {
            const uint32_t weight = AT(table, code_at(&codes, i), code_count(s));
            const uint32_t doc = run.base | lows[i];
            AT(sums, doc, s->size) += weight;
            scratch->bits[doc >> 6] |= (uint64_t)(weight != 0) << (doc & 63);
        }
    })
    size_t n = 0;
    for (size_t word = 0; word < WORDS(s->size); word++) {
        for (uint64_t left = scratch->bits[word]; left; left &= left - 1) {
            const uint32_t doc = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(left);
            AT(docs, n, room) = doc;
            counts[n] = AT(sums, doc, s->size);
            sums[doc] = 0;
            n += is_live(s, doc);
        }
        scratch->bits[word] = 0;
    }
    return n;
}

/* The postings of a run, counted from its first, that are of wanted documents. found: room for
   one more than there can be. */
size_t find_wanted(const Segment *s, Run run, const Wanted *wanted, uint32_t *found) {
    const uint16_t *lows = (const uint16_t *)s->arrays[LOWS].buf + run.first;
    const size_t length = run.end - run.first, n = wanted->n;
    size_t count = 0, i = 0;
    /* bits are read for every posting, documents only where they are few: the choice is made for
       each run, by what lies in its chunk */
    if (wanted->docs && length > n) {
        const uint32_t *docs = wanted->docs;
        size_t d = gallop32(docs, 0, n, run.base);
        const size_t end = gallop32(docs, d, n, (uint64_t)run.base + 65536);
        if ((end - d) * SPARSE < length) {
            for (; d < end; d++) {
                const uint16_t low = (uint16_t)AT(docs, d, n);
                i = gallop16(lows, i, length, low);
                if (i == length) break;
                AT(found, count, s->size + 1) = (uint32_t)i;
                count += lows[i] == low;
            }
            return count;
        }
    }
    const uint64_t *bits = wanted->bits + run.base / 64;
    for (; i < length; i++) {
        AT(found, count, s->size + 1) = (uint32_t)i;
        count += has(bits, lows[i], s->size - run.base);
    }
    return count;
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
    BEGIN_LONG
    mark(s, term, term->field < 0 ? NULL : table_of(s, term->field), scratch.bits);
    for (size_t word = 0; word < WORDS(s->size); word++) {
        uint64_t left = scratch.bits[word];
        scratch.bits[word] = 0;
        if (!s->live) total += (size_t)__builtin_popcountll(left);
        else
            for (; left; left &= left - 1)
                total += (size_t)is_live(s, (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(left));
    }
    END_LONG
    scratch_give(&scratch);
    out = PyLong_FromSize_t(total);
done:
    places_release(&terms);
    return out;
}

/* frequencies(segment, (forms u32, field or -1, any), group of each document u16, groups) ->
   counts u32: the live documents of each group that have the term */
PyObject *kernel_frequencies(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *tuple, *out = NULL;
    const Segment *s;
    Scratch scratch;
    Places terms;
    Py_buffer groups;
    Py_ssize_t count;
    if (!PyArg_ParseTuple(args, "OOy*n", &capsule, &tuple, &groups, &count)) return NULL;
    if (!(s = segment_of(capsule)) || places_get(tuple, &terms) < 0) goto release;
    if (!(out = PyBytes_FromStringAndSize(NULL, count * 4))) goto done;
    if (scratch_take(&scratch, s->size) < 0) {
        Py_CLEAR(out);
        goto done;
    }
    uint32_t *counts = (uint32_t *)PyBytes_AS_STRING(out);
    const uint16_t *group = groups.buf;
    const Place *term = &terms.at[0];
    BEGIN_LONG
    memset(counts, 0, (size_t)count * 4);
    mark(s, term, term->field < 0 ? NULL : table_of(s, term->field), scratch.bits);
    for (size_t word = 0; word < WORDS(s->size); word++) {
        uint64_t left = scratch.bits[word];
        scratch.bits[word] = 0;
        for (; left; left &= left - 1) {
            const uint32_t doc = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(left);
            AT(counts, AT(group, doc, COUNT(groups, uint16_t)), count) += (uint32_t)is_live(s, doc);
        }
    }
    END_LONG
    scratch_give(&scratch);
done:
    places_release(&terms);
release:
    PyBuffer_Release(&groups);
    return out;
}
