/* The best place of the query in each document, and articles that are nearly the same. */
#include "kernels.h"

typedef struct {
    Keys keys;
    size_t at;
    double weight;
} Occurrences;

/* Positions from key to the nearest occurrence; keys are asked upwards. */
static uint64_t distance(Occurrences *o, uint64_t key) {
    const Keys *keys = &o->keys;
    CHECK(keys->count <= keys->room && o->at <= keys->count);
    while (o->at < keys->count && keys->at[o->at] < key) o->at++;
    /* where there is none the distance is beyond any span */
    const uint64_t after = o->at < keys->count ? keys->at[o->at] - key : UINT64_MAX;
    const uint64_t before = o->at ? key - keys->at[o->at - 1] : UINT64_MAX;
    return after < before ? after : before;
}

static void best_places(Occurrences *o, size_t leaves, double span, const uint32_t *docs, size_t n,
                        double *best) {
    for (size_t own = 0; own < leaves; own++) {
        for (size_t leaf = 0; leaf < leaves; leaf++) o[leaf].at = 0;
        for (size_t i = 0, d = 0; i < o[own].keys.count && d < n; i++) {
            const uint64_t key = o[own].keys.at[i];
            while (d < n && docs[d] < key >> 32) d++;
            double place = 0;
            for (size_t leaf = 0; leaf < leaves; leaf++) {
                const double near = 1.0 - (double)distance(&o[leaf], key) / span;
                if (near > 0) place += o[leaf].weight * near;
            }
            if (d < n && docs[d] == key >> 32 && place > best[d]) best[d] = place;
        }
    }
}

/* Documents in order, and where each stood: so few that insertion is quickest. */
static void sort_docs(const uint32_t *docs, size_t n, uint32_t *sorted, uint32_t *from) {
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && sorted[at - 1] > docs[i]; at--) {
            AT(sorted, at, n) = sorted[at - 1];
            from[at] = from[at - 1];
        }
        AT(sorted, at, n) = docs[i];
        from[at] = (uint32_t)i;
    }
}

/* The leaves of a query, as gains takes them. */
typedef struct {
    Places *places;
    Occurrences *occurrences;
    size_t count;
} Leaves;

static void leaves_release(Leaves *leaves) {
    for (size_t i = 0; i < leaves->count; i++) {
        places_release(&leaves->places[i]);
        free(leaves->occurrences[i].keys.at);
    }
    free(leaves->places);
    free(leaves->occurrences);
}

/* 0, or -1 with an error set; to be released in any case. */
static int leaves_get(PyObject *given, Leaves *leaves) {
    const size_t room = (size_t)PyTuple_GET_SIZE(given);
    leaves->count = 0;
    leaves->places = calloc(room + 1, sizeof *leaves->places);
    leaves->occurrences = calloc(room + 1, sizeof *leaves->occurrences);
    if (!leaves->places || !leaves->occurrences) {
        PyErr_NoMemory();
        return -1;
    }
    for (; leaves->count < room; leaves->count++) {
        PyObject *places, *leaf = PyTuple_GET_ITEM(given, leaves->count);
        if (!PyArg_ParseTuple(leaf, "Od", &places, &leaves->occurrences[leaves->count].weight) ||
            places_get(places, &leaves->places[leaves->count]) < 0)
            return -1;
    }
    return 0;
}

/* How far occurrences help each other, and what a place is worth. */
typedef struct {
    double span, scale;
} Nearness;

/* Read the occurrences of every leaf, then weigh; out: of each document as it came. */
static int weigh_places(const Segment *s, const Leaves *leaves, Nearness near, Scratch *scratch,
                        const uint32_t *docs, size_t n, double *out) {
    Occurrences *o = leaves->occurrences;
    double *best = calloc(2 * n + 1, sizeof *best);
    if (!best) return -1;
    uint32_t *sorted = (uint32_t *)(best + n), *from = sorted + n;
    int failed = 0;
    sort_docs(docs, n, sorted, from);
    for (size_t leaf = 0; !failed && leaf < leaves->count; leaf++)
        failed = places_keys(s, &leaves->places[leaf], sorted, n, scratch, &o[leaf].keys) < 0;
    if (!failed) best_places(o, leaves->count, near.span, sorted, n, best);
    for (size_t i = 0; i < n; i++) AT(out, from[i], n) = near.scale * best[i];
    free(best);
    return failed ? -1 : 0;
}

/* gains(segment, ((places as in occurrences, weight), ...), span, scale, docs u32) -> f64 of each
   document: scale times the sum of the weights at the best place in it; docs: few, in any order */
PyObject *kernel_gains(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *given, *out = NULL;
    Py_buffer docs = {0};
    Nearness near;
    Leaves leaves;
    Scratch scratch;
    const Segment *s;
    if (!PyArg_ParseTuple(args, "OO!ddy*", &capsule, &PyTuple_Type, &given, &near.span,
                          &near.scale, &docs))
        return NULL;
    const size_t n = (size_t)COUNT(docs, uint32_t);
    if (leaves_get(given, &leaves) < 0 || !(s = segment_of(capsule))) goto done;
    if (scratch_take(&scratch, s->size) < 0) goto done;
    if ((out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(n * sizeof(double))))) {
        double *gained = (double *)PyBytes_AS_STRING(out);
        int failed;
        Py_BEGIN_ALLOW_THREADS
        failed = weigh_places(s, &leaves, near, &scratch, docs.buf, n, gained);
        Py_END_ALLOW_THREADS
        if (failed) {
            Py_CLEAR(out);
            PyErr_NoMemory();
        }
    }
    scratch_give(&scratch);
done:
    leaves_release(&leaves);
    release(&docs, 1);
    return out;
}

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
    Py_BEGIN_ALLOW_THREADS
    failed = arrange_window(s, &leaves, near, &scratch, ranked,
                            (size_t)window < n ? (size_t)window : n, (size_t)size, alike) < 0;
    Py_END_ALLOW_THREADS
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
