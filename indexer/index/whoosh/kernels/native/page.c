/* The order of a window of articles, and the page that is cut out of it. */
#include "kernels.h"

/* Articles to be ordered: score and gain, what orders equal sums, signature. */
typedef struct {
    float sum;
    int64_t tie;
    const uint8_t *signature;
    uint32_t row;
} Article;

/* Order by sum, then by tie. The few come nearly in order: insertion. */
static void order_by_sum(Article *articles, size_t n) {
    for (size_t i = 1; i < n; i++) {
        const Article moved = articles[i];
        size_t at = i;
        for (; at > 0; at--) {
            const Article *before = &articles[at - 1];
            if (before->sum > moved.sum ||
                (before->sum == moved.sum && before->tie <= moved.tie))
                break;
            AT(articles, at, n) = *before;
        }
        AT(articles, at, n) = moved;
    }
}

/* In order; those with alike bytes or more in common with one before go behind the others.
   articles: n, and room for n more. */
static void arrange(Article *articles, size_t n, size_t size, int alike) {
    Article *behind = articles + n;
    size_t kept = 0, moved = 0;
    order_by_sum(articles, n);
    const uint8_t *signatures[n + 1];
    for (size_t i = 0; i < n; i++) {
        signatures[i] = articles[i].signature;
        if (repeated(signatures, i, size, alike)) AT(behind, moved++, n) = articles[i];
        else AT(articles, kept++, n) = articles[i];
    }
    CHECK(kept + moved == n);
    memcpy(articles + kept, behind, moved * sizeof *behind);
}

static inline int64_t tie_at(const Py_buffer *ties, size_t at) {
    return ties->itemsize == 4 ? ((const uint32_t *)ties->buf)[at] : ((const int64_t *)ties->buf)[at];
}

/* arrange(scores f32, gains f64, ties i64 or u32, signatures u8, size of one (a multiple of 8),
   bytes that are equal) -> order u32, scores f32 in that order: by their sum, then tie; those with
   so many bytes in common with one before go behind the others */
PyObject *kernel_arrange(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[4] = {{0}};
    Py_ssize_t size;
    PyObject *out = NULL;
    int alike;
    if (!PyArg_ParseTuple(args, "y*y*y*y*ni", &b[0], &b[1], &b[2], &b[3], &size, &alike))
        return NULL;
    const size_t n = (size_t)COUNT(b[0], float);
    CHECK((size_t)COUNT(b[1], double) == n && (size_t)b[3].len == n * (size_t)size);
    CHECK((size_t)b[2].len == n * (size_t)b[2].itemsize && size % 8 == 0);
    Article *articles = malloc((2 * n + 1) * sizeof *articles);
    PyObject *order = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(uint32_t)));
    PyObject *sums = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(float)));
    if (articles && order && sums) {
        for (size_t i = 0; i < n; i++) {
            const double sum = ((const float *)b[0].buf)[i] + ((const double *)b[1].buf)[i];
            const uint8_t *signature = (const uint8_t *)b[3].buf + i * (size_t)size;
            articles[i] = (Article){(float)sum, tie_at(&b[2], i), signature, (uint32_t)i};
        }
        arrange(articles, n, (size_t)size, alike);
        for (size_t i = 0; i < n; i++) {
            ((uint32_t *)PyBytes_AS_STRING(order))[i] = articles[i].row;
            ((float *)PyBytes_AS_STRING(sums))[i] = articles[i].sum;
        }
        out = Py_BuildValue("OO", order, sums);
    } else if (!articles) {
        PyErr_NoMemory();
    }
    Py_XDECREF(order);
    Py_XDECREF(sums);
    free(articles);
    release(b, 4);
    return out;
}

/* Put the first n of ranked documents in order by score and gain, then document. */
static int arrange_window(const Segment *s, const Leaves *leaves, Nearness near, Scratch *scratch,
                          Ranked *ranked, size_t n, size_t size, int alike) {
    const uint8_t *signatures = s->arrays[SIGNATURES].buf;
    CHECK((size_t)s->arrays[SIGNATURES].len == s->size * size && size % 8 == 0);
    Article *articles = malloc((2 * n + 1) * sizeof *articles);
    double *gained = calloc(n + 1, sizeof *gained);
    uint32_t *docs = malloc((n + 1) * sizeof *docs);
    int failed = !articles || !gained || !docs;
    for (size_t i = 0; !failed && i < n; i++) docs[i] = ranked[i].doc;
    if (!failed && leaves->count) failed = weigh_places(s, leaves, near, scratch, docs, n, gained) < 0;
    for (size_t i = 0; !failed && i < n; i++) {
        const double sum = ranked[i].score + gained[i];
        articles[i] = (Article){(float)sum, docs[i], signatures + INDEX(docs[i], s->size) * size,
                                docs[i]};
    }
    if (!failed) arrange(articles, n, size, alike);
    for (size_t i = 0; !failed && i < n; i++)
        ranked[i] = (Ranked){articles[i].sum, articles[i].row};
    free(articles);
    free(gained);
    free(docs);
    return failed ? -1 : 0;
}

/* The ids and the scores of ranked documents as two lists. */
static PyObject *listed(const Segment *s, const Ranked *ranked, size_t n) {
    PyObject *ids = PyList_New((Py_ssize_t)n), *scores = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; ids && scores && i < n; i++) {
        PyObject *id = text_at(table_in(&s->arrays[IDS], &s->arrays[ID_ENDS]), ranked[i].doc);
        PyObject *score = id ? PyFloat_FromDouble(ranked[i].score) : NULL;
        PyList_SET_ITEM(ids, (Py_ssize_t)i, id);
        PyList_SET_ITEM(scores, (Py_ssize_t)i, score);
        if (!score) Py_CLEAR(ids);
    }
    if (ids && scores) return Py_BuildValue("NN", ids, scores);
    Py_XDECREF(ids);
    Py_XDECREF(scores);
    return NULL;
}

/* page(segment, docs u32, leaves as in best, places as in gains, span, scale, size, alike (as in
   arrange), window, offset, last) -> list of ids, list of scores: of the docs by score, of which
   the first, as many as window, are in order of score and gain, those from offset to before last */
PyObject *kernel_page(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *scoring, *places, *out = NULL;
    Py_buffer docs = {0};
    Py_ssize_t size, window, offset, last;
    int alike, failed;
    Nearness near;
    Leaves leaves;
    Ranked *ranked = NULL;
    Scratch scratch;
    const Segment *s;
    size_t n;
    if (!PyArg_ParseTuple(args, "Oy*O!O!ddninnn", &capsule, &docs, &PyTuple_Type, &scoring,
                          &PyTuple_Type, &places, &near.span, &near.scale, &size, &alike, &window,
                          &offset, &last))
        return NULL;
    if (leaves_get(places, &leaves) < 0 || !(s = segment_of(capsule))) goto done;
    if (!(ranked = rank(s, &docs, scoring, last > window ? last : window, &n))) goto done;
    if (scratch_take(&scratch, s->size) < 0) goto done;
    BEGIN_LONG
    failed = arrange_window(s, &leaves, near, &scratch, ranked,
                            (size_t)window < n ? (size_t)window : n, (size_t)size, alike) < 0;
    END_LONG
    scratch_give(&scratch);
    if ((size_t)last < n) n = (size_t)last;
    if ((size_t)offset > n) offset = (Py_ssize_t)n;
    if (failed) PyErr_NoMemory();
    else out = listed(s, ranked + offset, n - (size_t)offset);
done:
    leaves_release(&leaves);
    free(ranked);
    release(&docs, 1);
    return out;
}
