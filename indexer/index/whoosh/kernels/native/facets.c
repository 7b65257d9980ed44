/* Filters and counts over columns. */
#include "kernels.h"

/* failures(docs u32, ((column, allowed u8, bit), ...), size) -> u8 a document: the bits of the
   filters that it does not pass */
PyObject *kernel_failures(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer docs_buffer = {0};
    PyObject *filters;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "y*O!n", &docs_buffer, &PyTuple_Type, &filters, &size)) return NULL;
    const uint32_t *docs = docs_buffer.buf;
    const size_t n = COUNT(docs_buffer, uint32_t);
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)n);
    if (!out) goto done;
    uint8_t *failed = (uint8_t *)PyBytes_AS_STRING(out);
    memset(failed, 0, n);
    for (Py_ssize_t f = 0; f < PyTuple_GET_SIZE(filters); f++) {
        Py_buffer b[2] = {{0}};
        int bit;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(filters, f), "y*y*i", &b[0], &b[1], &bit)) {
            Py_CLEAR(out);
            break;
        }
        const uint8_t *allowed = b[1].buf;
        const Column column = column_in(&b[0], b[0].len > size * 2);
        BEGIN_LONG
        for (size_t i = 0; i < n; i++)
            failed[i] |= (uint8_t)(AT(allowed, number_at(column, docs[i]), b[1].len) ? 0 : bit);
        END_LONG
        release(b, 2);
    }
done:
    release(&docs_buffer, 1);
    return out;
}

/* passing(docs u32, failures u8, pardoned) -> documents that fail no filter but the pardoned */
PyObject *kernel_passing(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[2] = {{0}};
    int pardoned;
    if (!PyArg_ParseTuple(args, "y*y*i", &b[0], &b[1], &pardoned)) return NULL;
    const uint32_t *docs = b[0].buf;
    const uint8_t *failed = b[1].buf;
    const size_t n = COUNT(b[0], uint32_t);
    CHECK((size_t)b[1].len == n);
    const uint8_t mask = (uint8_t)~pardoned;
    size_t total = 0;
    for (size_t i = 0; i < n; i++) total += !(failed[i] & mask);
    PyObject *out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)total * 4);
    if (out) {
        uint32_t *kept = (uint32_t *)PyBytes_AS_STRING(out);
        /* each is written, the next overwrites what is not kept: no branch to guess */
        for (size_t i = 0, count = 0; count < total; i++) {
            AT(kept, count, total) = AT(docs, i, n);
            count += !(failed[i] & mask);
        }
    }
    release(b, 2);
    return out;
}

#define LANES 4 /* counters of few combinations are doubled, so that increments do not wait */

/* Which values a combination has: numbers [first, end) of values. */
typedef struct {
    const uint32_t *values;
    uint32_t first, end;
    size_t count; /* of all values */
} Combination;

static inline Combination combination_at(const Py_buffer *ends, const Py_buffer *values,
                                         uint32_t at) {
    const uint32_t *all = ends->buf, end = AT(all, at, COUNT(*ends, uint32_t));
    const Combination out = {values->buf, at ? all[at - 1] : 0, end,
                             (size_t)COUNT(*values, uint32_t)};
    CHECK(out.first <= out.end && out.end <= out.count);
    return out;
}

/* counts: one for each of so many names. */
static void count_values(const uint32_t *docs, size_t n, const Py_buffer *b, Column column,
                         uint32_t *lanes, uint32_t *counts, size_t names) {
    const size_t combinations = COUNT(b[1], uint32_t), room = combinations * LANES;
    if (n < combinations) {
        for (size_t i = 0; i < n; i++) {
            const Combination c = combination_at(&b[1], &b[2], number_at(column, docs[i]));
            for (uint32_t v = c.first; v < c.end; v++) AT(counts, c.values[v], names)++;
        }
        return;
    }
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            AT(lanes, number_at(column, AT(docs, i + lane, n)) * LANES + lane, room)++;
    for (; i < n; i++) AT(lanes, number_at(column, docs[i]) * LANES, room)++;
    for (size_t at = 0; at < combinations; at++) {
        uint32_t total = 0;
        for (size_t lane = 0; lane < LANES; lane++) total += AT(lanes, at * LANES + lane, room);
        if (!total) continue;
        const Combination c = combination_at(&b[1], &b[2], (uint32_t)at);
        for (uint32_t v = c.first; v < c.end; v++) AT(counts, c.values[v], names) += total;
    }
}

/* count(docs u32, column, ends u32, values u32, number of values, size) -> counts u32 */
PyObject *kernel_count(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[4] = {{0}};
    Py_ssize_t names, size;
    if (!PyArg_ParseTuple(args, "y*y*y*y*nn", &b[3], &b[0], &b[1], &b[2], &names, &size))
        return NULL;
    const size_t n = COUNT(b[3], uint32_t), combinations = COUNT(b[1], uint32_t);
    PyObject *out = PyBytes_FromStringAndSize(NULL, names * 4);
    uint32_t *lanes = n < combinations ? NULL : calloc(combinations * LANES + 1, sizeof *lanes);
    if (out && !lanes && n >= combinations) {
        Py_CLEAR(out);
        PyErr_NoMemory();
    }
    if (out) {
        uint32_t *counts = (uint32_t *)PyBytes_AS_STRING(out);
        memset(counts, 0, (size_t)names * 4);
        BEGIN_LONG
        const Column column = column_in(&b[0], b[0].len > size * 2);
        count_values(b[3].buf, n, b, column, lanes, counts, (size_t)names);
        END_LONG
    }
    free(lanes);
    release(b, 4);
    return out;
}

/* Name the count unless it is 0. */
static int name_count(PyObject *dict, PyObject *name, size_t count) {
    if (!count) return 0;
    PyObject *number = PyLong_FromSize_t(count);
    const int failed = !number || PyDict_SetItem(dict, name, number) < 0;
    Py_XDECREF(number);
    return failed ? -1 : 0;
}

/* The counts of one facet by name, those of other documents than docs when totals are given. */
static PyObject *tally_one(const Py_buffer *docs, PyObject *given, Py_ssize_t size) {
    Py_buffer b[4] = {{0}};
    PyObject *names, *out = NULL;
    if (!PyArg_ParseTuple(given, "y*y*y*O!z*", &b[0], &b[1], &b[2], &PyList_Type, &names, &b[3]))
        return NULL;
    const size_t n = (size_t)COUNT(*docs, uint32_t), combinations = (size_t)COUNT(b[1], uint32_t);
    const size_t count = (size_t)PyList_GET_SIZE(names);
    uint32_t *counts = calloc(count + combinations * LANES + 1, sizeof *counts);
    const uint32_t *of_all = b[3].buf;
    CHECK(!of_all || (size_t)COUNT(b[3], uint32_t) == count);
    if (counts) {
        const Column column = column_in(&b[0], b[0].len > size * 2);
        BEGIN_LONG
        count_values(docs->buf, n, b, column, counts + count, counts, count);
        END_LONG
        out = PyDict_New();
    } else {
        PyErr_NoMemory();
    }
    for (size_t i = 0; out && i < count; i++) {
        const uint32_t found = of_all ? of_all[i] - counts[i] : counts[i];
        if (name_count(out, PyList_GET_ITEM(names, (Py_ssize_t)i), found) < 0) Py_CLEAR(out);
    }
    free(counts);
    release(b, 4);
    return out;
}

/* tally(docs u32, [(column, ends u32, values u32, list of names, totals u32 | None), ...], size)
   -> list of dicts: how many docs have each value, or, by totals, how many others; 0 left out */
PyObject *kernel_tally(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer docs = {0};
    PyObject *columns;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "y*O!n", &docs, &PyList_Type, &columns, &size)) return NULL;
    PyObject *out = PyList_New(PyList_GET_SIZE(columns));
    for (Py_ssize_t c = 0; out && c < PyList_GET_SIZE(columns); c++) {
        PyObject *found = tally_one(&docs, PyList_GET_ITEM(columns, c), size);
        if (found) PyList_SET_ITEM(out, c, found);
        else Py_CLEAR(out);
    }
    release(&docs, 1);
    return out;
}

/* occurring(docs u32, column, ends u32, values u32, number of values, size) -> rows u32: the
   values that docs have, ascending, and how many have each */
PyObject *kernel_occurring(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[4] = {{0}};
    Py_ssize_t names, size;
    Scratch scratch;
    PyObject *out = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*y*nn", &b[3], &b[0], &b[1], &b[2], &names, &size))
        return NULL;
    if (scratch_take(&scratch, (size_t)names) < 0) goto done;
    const uint32_t *docs = b[3].buf;
    const Column column = column_in(&b[0], b[0].len > size * 2);
    uint32_t *counts = (uint32_t *)scratch.sums;
    size_t found = 0;
    for (Py_ssize_t i = 0; i < COUNT(b[3], uint32_t); i++) {
        const Combination c = combination_at(&b[1], &b[2], number_at(column, docs[i]));
        for (uint32_t v = c.first; v < c.end; v++) {
            found += !AT(counts, c.values[v], names)++;
            set(scratch.bits, c.values[v], (size_t)names);
        }
    }
    out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(found * 8));
    uint32_t *rows = out ? (uint32_t *)PyBytes_AS_STRING(out) : NULL;
    for (size_t word = 0, n = 0; word < WORDS(names); word++) {
        for (uint64_t left = scratch.bits[word]; left; left &= left - 1, n++) {
            const uint32_t value = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(left);
            if (rows) {
                AT(rows, n, found) = value;
                rows[found + n] = AT(counts, value, names);
            }
            counts[value] = 0;
        }
        scratch.bits[word] = 0;
    }
    scratch_give(&scratch);
done:
    release(b, 4);
    return out;
}

/* between(docs u32, edges u32, list of names) -> dict by the name of each edge: how many docs lie
   from it to before the next, or from the last on; 0 left out */
PyObject *kernel_between(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[2] = {{0}};
    PyObject *names;
    if (!PyArg_ParseTuple(args, "y*y*O!", &b[0], &b[1], &PyList_Type, &names)) return NULL;
    const uint32_t *docs = b[0].buf, *edges = b[1].buf;
    const size_t n = (size_t)COUNT(b[0], uint32_t), count = (size_t)PyList_GET_SIZE(names);
    CHECK((size_t)COUNT(b[1], uint32_t) == count);
    PyObject *out = PyDict_New();
    size_t at = count ? gallop32(docs, 0, n, edges[0]) : 0;
    for (size_t e = 0; out && e < count; e++) {
        const size_t next = e + 1 < count ? gallop32(docs, at, n, edges[e + 1]) : n;
        if (name_count(out, PyList_GET_ITEM(names, (Py_ssize_t)e), next - at) < 0) Py_CLEAR(out);
        at = next;
    }
    release(b, 2);
    return out;
}
