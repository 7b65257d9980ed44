/* Sorted sets of documents, and tables of strings. */
#include "kernels.h"

static size_t gallop(const uint32_t *values, size_t low, size_t high, uint32_t key) {
    size_t step = 1, at = low;
    while (at < high && values[at] < key) {
        low = at + 1;
        at += step;
        step *= 2;
    }
    if (at < high) high = at;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (values[middle] < key) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Keep the members of a that are (wanted 1) or are not (wanted 0) in b. */
static size_t keep(const uint32_t *a, size_t n, const uint32_t *b, size_t m, int wanted,
                   uint32_t *out) {
    size_t count = 0, j = 0;
    if (n * 16 < m) {
        for (size_t i = 0; i < n; i++) {
            j = gallop(b, j, m, a[i]);
            out[count] = a[i];
            count += (j < m && b[j] == a[i]) == wanted;
        }
    } else if (m * 16 < n) {
        size_t i = 0;
        for (; j < m; j++) {
            const size_t at = gallop(a, i, n, b[j]);
            if (!wanted) {
                memmove(out + count, a + i, (at - i) * sizeof *a);
                count += at - i;
            }
            i = at;
            if (i < n && a[i] == b[j]) {
                if (wanted) out[count++] = a[i];
                i++;
            }
        }
        if (!wanted) {
            memmove(out + count, a + i, (n - i) * sizeof *a);
            count += n - i;
        }
    } else {
        size_t i = 0;
        while (i < n && j < m) {
            const uint32_t x = a[i], y = b[j];
            out[count] = x;
            count += wanted ? x == y : x < y;
            i += x <= y;
            j += y <= x;
        }
        if (!wanted)
            for (; i < n; i++) out[count++] = a[i];
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
        Py_BEGIN_ALLOW_THREADS
        count = keep(b[0].buf, COUNT(b[0], uint32_t), b[1].buf, COUNT(b[1], uint32_t), wanted,
                     (uint32_t *)PyBytes_AS_STRING(out));
        Py_END_ALLOW_THREADS
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
            s.bits[docs[k] >> 6] |= 1ULL << (docs[k] & 63);
        PyBuffer_Release(&b);
    }
    for (size_t word = 0; word < WORDS(size); word++)
        total += (size_t)__builtin_popcountll(s.bits[word]);
    if (!failed) out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(total * 4));
    uint32_t *docs = out ? (uint32_t *)PyBytes_AS_STRING(out) : NULL;
    for (size_t word = 0, n = 0; word < WORDS(size); word++) {
        for (uint64_t bits = s.bits[word]; bits && docs; bits &= bits - 1)
            docs[n++] = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(bits);
        s.bits[word] = 0;
    }
    scratch_give(&s);
    return out;
}

/* texts(text u8, ends u32, indices u32) -> list of those strings */
PyObject *kernel_texts(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    if (!PyArg_ParseTuple(args, "y*y*y*", &b[0], &b[1], &b[2])) return NULL;
    const uint32_t *ends = b[1].buf, *indices = b[2].buf;
    PyObject *out = PyList_New(COUNT(b[2], uint32_t));
    for (Py_ssize_t i = 0; out && i < COUNT(b[2], uint32_t); i++) {
        const size_t begin = indices[i] ? ends[indices[i] - 1] : 0;
        PyObject *text = PyUnicode_DecodeUTF8((const char *)b[0].buf + begin,
                                              (Py_ssize_t)(ends[indices[i]] - begin), NULL);
        if (text) PyList_SET_ITEM(out, i, text);
        else Py_CLEAR(out);
    }
    release(b, 3);
    return out;
}

/* find(text u8, ends u32, key, exact) -> index of the first string >= key, or, if exact, of the
   one that is equal, else -1 */
PyObject *kernel_find(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    int exact;
    if (!PyArg_ParseTuple(args, "y*y*y*p", &b[0], &b[1], &b[2], &exact)) return NULL;
    const uint32_t *ends = b[1].buf;
    size_t low = 0, high = COUNT(b[1], uint32_t);
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const size_t begin = middle ? ends[middle - 1] : 0, length = ends[middle] - begin;
        const size_t common = length < (size_t)b[2].len ? length : (size_t)b[2].len;
        const int order = memcmp((const char *)b[0].buf + begin, b[2].buf, common);
        if (order < 0 || (order == 0 && length < (size_t)b[2].len)) low = middle + 1;
        else high = middle;
    }
    if (exact) {
        const size_t begin = low ? ends[low - 1] : 0;
        exact = low == (size_t)COUNT(b[1], uint32_t) || ends[low] - begin != (size_t)b[2].len ||
                memcmp((const char *)b[0].buf + begin, b[2].buf, (size_t)b[2].len);
    }
    release(b, 3);
    return exact ? PyLong_FromLong(-1) : PyLong_FromSize_t(low);
}
