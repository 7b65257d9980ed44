/* Reading documents and frequencies: unions of forms. */
#include "kernels.h"

/* Sum into scratch; *low and *high: the words of bits that were touched. */
static void add_run(const Postings *p, Run run, const uint32_t *table, Scratch *s) {
    const uint16_t *lows = p->lows.buf;
    const int wide = codes_wide(p);
    uint32_t *sums = (uint32_t *)s->sums;
    for (size_t i = run.first; i < run.end; i++) {
        const uint32_t weight = table[number_at(p->codes.buf, wide, i)];
        const uint32_t doc = run.base | lows[i];
        sums[doc] += weight;
        s->bits[doc >> 6] |= (uint64_t)(weight != 0) << (doc & 63);
    }
}

static size_t copy_form(const Postings *p, uint32_t form, const uint32_t *table,
                        const uint8_t *live, uint32_t *docs, uint32_t *counts) {
    const uint16_t *lows = p->lows.buf;
    const int wide = codes_wide(p);
    size_t first, n = 0, runs = run_count(p, form, &first);
    for (size_t r = 0; r < runs; r++) {
        const Run run = run_at(p, first + r);
        for (size_t i = run.first; i < run.end; i++) {
            const uint32_t doc = run.base | lows[i];
            docs[n] = doc;
            counts[n] = table[number_at(p->codes.buf, wide, i)];
            n += counts[n] != 0 && (!live || live[doc]);
        }
    }
    return n;
}

static size_t drain(Scratch *s, const uint8_t *live, size_t size, uint32_t *docs,
                    uint32_t *counts) {
    uint32_t *sums = (uint32_t *)s->sums;
    size_t n = 0;
    for (size_t word = 0; word < WORDS(size); word++) {
        uint64_t bits = s->bits[word];
        if (!bits) continue;
        s->bits[word] = 0;
        for (; bits; bits &= bits - 1) {
            const uint32_t doc = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(bits);
            docs[n] = doc;
            counts[n] = sums[doc];
            sums[doc] = 0;
            n += !live || live[doc];
        }
    }
    return n;
}

/* union(postings, forms u32, table u32, live u8 | None, size) -> docs u32, counts u32 */
PyObject *kernel_union(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *tuple, *docs = NULL, *counts = NULL;
    Postings p;
    Py_buffer b[3] = {{0}};
    Py_ssize_t size;
    Scratch s;
    if (!PyArg_ParseTuple(args, "Oy*y*z*n", &tuple, &b[0], &b[1], &b[2], &size)) return NULL;
    if (postings_get(tuple, &p) < 0) goto done;
    const uint32_t *forms = b[0].buf, *table = b[1].buf;
    const size_t form_count = COUNT(b[0], uint32_t);
    size_t room = 0;
    for (size_t f = 0; f < form_count; f++) {
        size_t first, runs = run_count(&p, forms[f], &first);
        for (size_t r = 0; r < runs; r++) {
            const Run run = run_at(&p, first + r);
            room += run.end - run.first;
        }
    }
    if (room > (size_t)size) room = (size_t)size;
    room++; /* the loops write one past what they keep */
    docs = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(room * 4));
    counts = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(room * 4));
    if (!docs || !counts || scratch_take(&s, (size_t)size) < 0) goto fail;
    uint32_t *d = (uint32_t *)PyBytes_AS_STRING(docs), *c = (uint32_t *)PyBytes_AS_STRING(counts);
    size_t n;
    Py_BEGIN_ALLOW_THREADS
    if (form_count == 1) {
        n = copy_form(&p, forms[0], table, b[2].buf, d, c);
    } else {
        for (size_t f = 0; f < form_count; f++) {
            size_t first, runs = run_count(&p, forms[f], &first);
            for (size_t r = 0; r < runs; r++) add_run(&p, run_at(&p, first + r), table, &s);
        }
        n = drain(&s, b[2].buf, (size_t)size, d, c);
    }
    Py_END_ALLOW_THREADS
    scratch_give(&s);
    if (_PyBytes_Resize(&docs, (Py_ssize_t)n * 4) < 0) goto fail;
    if (_PyBytes_Resize(&counts, (Py_ssize_t)n * 4) < 0) goto fail;
    postings_release(&p);
    release(b, 3);
    return Py_BuildValue("NN", docs, counts);
fail:
    Py_XDECREF(docs);
    Py_XDECREF(counts);
    postings_release(&p);
done:
    release(b, 3);
    return NULL;
}

/* Add to the sums of the documents among that have the run; bits: those documents. */
static void add_within(const Postings *p, Run run, const uint32_t *table, const uint32_t *among,
                       size_t n, Scratch *s) {
    const uint16_t *lows = p->lows.buf;
    const int wide = codes_wide(p);
    uint32_t *sums = (uint32_t *)s->sums;
    size_t a = gallop32(among, 0, n, run.base), i = run.first;
    const size_t end = gallop32(among, a, n, (uint64_t)run.base + 65536);
    if ((end - a) * SPARSE < run.end - run.first) {
        for (; a < end; a++) {
            i = gallop16(lows, i, run.end, among[a] - run.base);
            if (i == run.end) break;
            if ((run.base | lows[i]) == among[a])
                sums[among[a]] += table[number_at(p->codes.buf, wide, i)];
        }
        return;
    }
    for (; i < run.end; i++) {
        const uint32_t doc = run.base | lows[i];
        if (s->bits[doc >> 6] >> (doc & 63) & 1)
            sums[doc] += table[number_at(p->codes.buf, wide, i)];
    }
}

/* within(postings, forms u32, table u32, among u32, size) -> docs u32, counts u32: union, but of
   the documents among alone, which are live */
PyObject *kernel_within(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *tuple, *docs = NULL, *counts = NULL;
    Postings p;
    Py_buffer b[3] = {{0}};
    Py_ssize_t size;
    Scratch s;
    if (!PyArg_ParseTuple(args, "Oy*y*y*n", &tuple, &b[0], &b[1], &b[2], &size)) return NULL;
    if (postings_get(tuple, &p) < 0) goto done;
    const uint32_t *forms = b[0].buf, *among = b[2].buf;
    const size_t form_count = COUNT(b[0], uint32_t), asked = COUNT(b[2], uint32_t);
    docs = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(asked + 1) * 4);
    counts = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(asked + 1) * 4);
    if (!docs || !counts || scratch_take(&s, (size_t)size) < 0) goto fail;
    uint32_t *d = (uint32_t *)PyBytes_AS_STRING(docs), *c = (uint32_t *)PyBytes_AS_STRING(counts);
    uint32_t *sums = (uint32_t *)s.sums;
    size_t n = 0;
    Py_BEGIN_ALLOW_THREADS
    for (size_t a = 0; a < asked; a++) s.bits[among[a] >> 6] |= 1ULL << (among[a] & 63);
    for (size_t f = 0; f < form_count; f++) {
        size_t first, runs = run_count(&p, forms[f], &first);
        for (size_t r = 0; r < runs; r++)
            add_within(&p, run_at(&p, first + r), b[1].buf, among, asked, &s);
    }
    for (size_t a = 0; a < asked; a++) {
        d[n] = among[a];
        c[n] = sums[among[a]];
        n += c[n] != 0;
        sums[among[a]] = 0;
        s.bits[among[a] >> 6] = 0;
    }
    Py_END_ALLOW_THREADS
    scratch_give(&s);
    if (_PyBytes_Resize(&docs, (Py_ssize_t)n * 4) < 0) goto fail;
    if (_PyBytes_Resize(&counts, (Py_ssize_t)n * 4) < 0) goto fail;
    postings_release(&p);
    release(b, 3);
    return Py_BuildValue("NN", docs, counts);
fail:
    Py_XDECREF(docs);
    Py_XDECREF(counts);
    postings_release(&p);
done:
    release(b, 3);
    return NULL;
}

/* frequency(postings, forms u32, table u32 | None, live u8 | None, size) -> number of documents of
   the union; without a table every posting counts, and no code is read */
PyObject *kernel_frequency(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *tuple, *out = NULL;
    Postings p;
    Py_buffer b[3] = {{0}};
    Py_ssize_t size;
    Scratch s;
    if (!PyArg_ParseTuple(args, "Oy*z*z*n", &tuple, &b[0], &b[1], &b[2], &size)) return NULL;
    if (postings_get(tuple, &p) < 0) goto done;
    if (scratch_take(&s, (size_t)size) < 0) goto fail;
    const uint32_t *forms = b[0].buf, *table = b[1].buf;
    const uint8_t *live = b[2].buf;
    const uint16_t *lows = p.lows.buf;
    const size_t form_count = COUNT(b[0], uint32_t);
    const int wide = codes_wide(&p);
    size_t total = 0;
    Py_BEGIN_ALLOW_THREADS
    for (size_t f = 0; f < form_count; f++) {
        size_t first, runs = run_count(&p, forms[f], &first);
        for (size_t r = 0; r < runs; r++) {
            const Run run = run_at(&p, first + r);
            for (size_t i = run.first; i < run.end; i++) {
                const uint32_t doc = run.base | lows[i];
                const uint64_t has = !table || table[number_at(p.codes.buf, wide, i)];
                s.bits[doc >> 6] |= has << (doc & 63);
            }
        }
    }
    for (size_t word = 0; word < WORDS(size); word++) {
        uint64_t bits = s.bits[word];
        s.bits[word] = 0;
        if (!live) total += (size_t)__builtin_popcountll(bits);
        else
            for (; bits; bits &= bits - 1) total += live[word * 64 + (size_t)__builtin_ctzll(bits)];
    }
    Py_END_ALLOW_THREADS
    scratch_give(&s);
    out = PyLong_FromSize_t(total);
fail:
    postings_release(&p);
done:
    release(b, 3);
    return out;
}
