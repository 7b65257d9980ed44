/* All tokens of texts whose runs are known: the same as positions.lay_out gives. */
#ifndef PODSHIVKA_LAY_H
#define PODSHIVKA_LAY_H
#include "walk.h"

enum { PARAGRAPH_FORM, SENTENCE_FORM }; /* vocabulary.PARAGRAPH_ID, SENTENCE_ID */

/* What a vocabulary knows of its runs and their pieces. */
typedef struct {
    Py_buffer flags, first, count, width, lower, upper, step;
} Pieces;

#define BYTE_OF(name, index) AT((const uint8_t *)known->name.buf, index, known->name.len)
#define NUMBER_OF(name, index) AT((const uint32_t *)known->name.buf, index, known->name.len / 4)

/* The columns of the tokens; positions.TokenColumns. */
enum { L_FORMS, L_POSITIONS, L_TEXTS, L_PIECES, L_PLACES, L_COLUMNS };

typedef struct {
    int32_t *columns[L_COLUMNS];
    size_t count, room;
} Laid;

/* A word that waits for the next one: is it a sentence of its own? */
typedef struct {
    size_t run, place;
    int64_t position;
    int paragraph, sentence;
} Word;

static inline void lay(Laid *laid, int64_t form, int64_t position, int64_t text, int64_t piece,
                       size_t place) {
    const size_t at = INDEX(laid->count++, laid->room);
    laid->columns[L_FORMS][at] = (int32_t)form;
    laid->columns[L_POSITIONS][at] = (int32_t)position;
    laid->columns[L_TEXTS][at] = (int32_t)text;
    laid->columns[L_PIECES][at] = (int32_t)piece;
    laid->columns[L_PLACES][at] = (int32_t)place;
}

static inline void lay_word(const Pieces *known, Laid *laid, const Word *word, int evidence,
                            int64_t text) {
    if (word->paragraph) lay(laid, PARAGRAPH_FORM, word->position, text, -1, word->place);
    if (word->sentence) lay(laid, SENTENCE_FORM, word->position, text, -1, word->place);
    const uint32_t first = NUMBER_OF(first, word->run), end = first + BYTE_OF(count, word->run);
    for (uint32_t p = first; p < end; p++)
        lay(laid, evidence ? NUMBER_OF(upper, p) : NUMBER_OF(lower, p),
            word->position + BYTE_OF(step, p), text, p, word->place);
}

/* The tokens of one text, of runs [place, end); gives the number of positions that it takes. */
static inline int64_t lay_text(const Pieces *known, Laid *laid, const int64_t *runs, size_t place,
                               size_t end, int64_t text) {
    Walk walk = {0};
    Word word = {0};
    int64_t position = 0;
    for (; place < end; place++) {
        const size_t run = (size_t)runs[place];
        const uint8_t flags = BYTE_OF(flags, run);
        if (!(flags & F_WORD)) {
            pass(&walk, flags);
            continue;
        }
        const int there = walk.there;
        const Step step = next_word(&walk, flags);
        if (there) lay_word(known, laid, &word, step.evidence, text);
        word = (Word){run, place, position, step.paragraph, step.sentence};
        position += BYTE_OF(width, run);
    }
    if (walk.there) lay_word(known, laid, &word, last_evidence(&walk), text);
    return position;
}

/* The most tokens that these runs can give: their pieces, and two markers before each word. */
static size_t most_tokens(const Pieces *known, const int64_t *runs, size_t count) {
    size_t most = 0;
    for (size_t r = 0; r < count; r++)
        if (BYTE_OF(flags, (size_t)runs[r]) & F_WORD)
            most += 2 + BYTE_OF(count, (size_t)runs[r]);
    return most;
}

/* lay_out(runs i64, runs of each text i64, flags u8, first u32, count u8, width u8, lower u32,
   upper u32, step u8) -> the columns of all tokens, i32, and the positions i64 of each text */
static PyObject *lay_out(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer runs = {0}, counts = {0};
    Pieces k = {0};
    PyObject *made[L_COLUMNS + 1] = {NULL}, *out = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*y*", &runs, &counts, &k.flags, &k.first, &k.count,
                          &k.width, &k.lower, &k.upper, &k.step))
        return NULL;
    const size_t total = (size_t)runs.len / 8, texts = (size_t)counts.len / 8;
    Laid laid = {.room = most_tokens(&k, runs.buf, total)};
    int failed = 0;
    for (int c = 0; c < L_COLUMNS; c++) {
        made[c] = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(laid.room * 4));
        if (!made[c]) failed = 1;
        else laid.columns[c] = (int32_t *)PyBytes_AS_STRING(made[c]);
    }
    made[L_COLUMNS] = PyBytes_FromStringAndSize(NULL, counts.len);
    if (!failed && made[L_COLUMNS]) {
        int64_t *lengths = (int64_t *)PyBytes_AS_STRING(made[L_COLUMNS]);
        size_t place = 0;
        for (size_t text = 0; text < texts; text++) {
            const size_t end = place + (size_t)((const int64_t *)counts.buf)[text];
            CHECK(place <= end && end <= total);
            lengths[text] = lay_text(&k, &laid, runs.buf, place, end, (int64_t)text);
            place = end;
        }
        for (int c = 0; c < L_COLUMNS && !failed; c++)
            failed = _PyBytes_Resize(&made[c], (Py_ssize_t)(laid.count * 4)) < 0;
        if (!failed)
            out = Py_BuildValue("OOOOOO", made[0], made[1], made[2], made[3], made[4], made[5]);
    }
    for (int c = 0; c <= L_COLUMNS; c++) Py_XDECREF(made[c]);
    Py_buffer *every[] = {&runs,    &counts,  &k.flags, &k.first, &k.count,
                          &k.width, &k.lower, &k.upper, &k.step};
    for (size_t n = 0; n < sizeof every / sizeof *every; n++) PyBuffer_Release(every[n]);
    return out;
}
#endif
