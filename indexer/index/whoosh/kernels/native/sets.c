/* Sorted sets of documents. */
#include "kernels.h"

/* Keep the members of a that are (wanted 1) or are not (wanted 0) in b. */
static size_t keep(const uint32_t *a, size_t n, const uint32_t *b, size_t m, int wanted,
                   uint32_t *out) {
    const size_t room = n + 1; /* the loops write one past what they keep */
    size_t count = 0, j = 0;
    /* far fewer on one side gallop through the other; else both are walked without a branch */
    if (n * 16 < m) {
        for (size_t i = 0; i < n; i++) {
            j = gallop32(b, j, m, a[i]);
            AT(out, count, room) = a[i];
            count += (j < m && b[j] == a[i]) == wanted;
        }
    } else if (m * 16 < n) {
        size_t i = 0;
        for (; j < m; j++) {
            const size_t at = gallop32(a, i, n, b[j]);
            if (!wanted) {
                CHECK(i <= at && at <= n && count <= i);
                memmove(out + count, a + i, (at - i) * sizeof *a);
                count += at - i;
            }
            i = at;
            if (i < n && a[i] == b[j]) {
                if (wanted) AT(out, count++, room) = a[i];
                i++;
            }
        }
        if (!wanted) {
            CHECK(i <= n && count <= i);
            memmove(out + count, a + i, (n - i) * sizeof *a);
            count += n - i;
        }
    } else {
        size_t i = 0;
        while (i < n && j < m) {
            const uint32_t x = a[i], y = b[j];
            AT(out, count, room) = x;
            count += wanted ? x == y : x < y;
            i += x <= y;
            j += y <= x;
        }
        if (!wanted)
            for (; i < n; i++) AT(out, count++, room) = a[i];
    }
    return count;
}

/* member(a u32, b u32, wanted) -> the members of a that are in b, or (wanted False) are not */
PyObject *kernel_member(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[2] = {{0}};
    int wanted;
    if (!PyArg_ParseTuple(args, "y*y*p", &b[0], &b[1], &wanted)) return NULL;
    PyObject *out = PyBytes_FromStringAndSize(NULL, b[0].len + 4);
    if (out) {
        size_t count;
        BEGIN_LONG
        count = keep(b[0].buf, COUNT(b[0], uint32_t), b[1].buf, COUNT(b[1], uint32_t), wanted,
                     (uint32_t *)PyBytes_AS_STRING(out));
        END_LONG
        _PyBytes_Resize(&out, (Py_ssize_t)(count * 4));
    }
    release(b, 2);
    return out;
}

/* merge(tuple of docs u32, size) -> documents of any */
PyObject *kernel_merge(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *tuple, *out = NULL;
    Py_ssize_t size;
    Scratch s;
    if (!PyArg_ParseTuple(args, "O!n", &PyTuple_Type, &tuple, &size)) return NULL;
    if (scratch_take(&s, (size_t)size) < 0) return NULL;
    size_t total = 0;
    int failed = 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        Py_buffer b;
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(tuple, i), &b, PyBUF_SIMPLE) < 0) {
            failed = 1;
            break;
        }
        const uint32_t *docs = b.buf;
        for (size_t k = 0; k < (size_t)COUNT(b, uint32_t); k++)
            set(s.bits, docs[k], (size_t)size);
        PyBuffer_Release(&b);
    }
    for (size_t word = 0; word < WORDS(size); word++)
        total += (size_t)__builtin_popcountll(s.bits[word]);
    if (!failed) out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(total * 4));
    uint32_t *docs = out ? (uint32_t *)PyBytes_AS_STRING(out) : NULL;
    for (size_t word = 0, n = 0; word < WORDS(size); word++) {
        for (uint64_t bits = s.bits[word]; bits && docs; bits &= bits - 1)
            AT(docs, n++, total) = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(bits);
        s.bits[word] = 0;
    }
    scratch_give(&s);
    return out;
}
