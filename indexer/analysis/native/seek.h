/* The words of texts whose forms are looked for, where they stand: what positions.lay_out tells of
   them, without laying out all the others. */
#ifndef PODSHIVKA_SEEK_H
#define PODSHIVKA_SEEK_H
#include "ahead.h"
#include "walk.h"

/* What a vocabulary knows of its runs, their pieces and forms; Vocabulary.columns. */
typedef struct {
    Py_buffer flags, first, count, width, lower, upper, step, offset, length, told;
} Known;

#define BYTE(name, index) AT((uint8_t *)known->name.buf, index, known->name.len)
#define NUMBER(name, index) AT((uint32_t *)known->name.buf, index, known->name.len / 4)

typedef struct {
    int64_t text, position, form, start, end, sentence, paragraph;
} Found;

typedef struct {
    uint32_t number; /* of the run */
    int64_t start, position;
} Waiting; /* a word that has to see the next one: is it a sentence of its own? */

typedef struct {
    Buffer found, untold, lengths;
    PyObject *missing;
} Out;

/* The forms that are sought: open addressing, form + 1 or 0, at most a quarter full. */
typedef struct {
    uint32_t *slots;
    size_t mask;
} Forms;

static inline size_t slot_for(const Forms *forms, uint32_t form) {
    size_t slot = (form * 0x9E3779B1u) & forms->mask;
    while (AT(forms->slots, slot, forms->mask + 1) && forms->slots[slot] != form + 1)
        slot = (slot + 1) & forms->mask;
    return slot;
}

static int forms_of(const Py_buffer *numbers, Forms *forms) {
    const size_t count = held(numbers);
    size_t room = 64;
    while (room < 4 * count) room *= 2;
    forms->slots = calloc(room, sizeof *forms->slots);
    if (!forms->slots) {
        PyErr_NoMemory();
        return -1;
    }
    forms->mask = room - 1;
    for (size_t n = 0; n < count; n++) {
        const uint32_t form = AT((uint32_t *)numbers->buf, n, count);
        forms->slots[slot_for(forms, form)] = form + 1;
    }
    return 0;
}

static int give(const Known *known, const Forms *forms, const Waiting *word, int evidence,
                Found *found, Out *out) {
    const uint32_t first = NUMBER(first, word->number);
    for (uint32_t p = first; p < first + BYTE(count, word->number); p++) {
        const uint32_t form = evidence ? NUMBER(upper, p) : NUMBER(lower, p);
        if (!forms->slots[slot_for(forms, form)]) {
            const int told = form < known->told.len && BYTE(told, form);
            if (!told && push(&out->untold, &form, 4) < 0) return -1;
            continue;
        }
        found->position = word->position + BYTE(step, p);
        found->form = form;
        found->start = word->start + BYTE(offset, p);
        found->end = found->start + BYTE(length, p);
        if (push(&out->found, found, sizeof *found) < 0) return -1;
    }
    return 0;
}

/* The numbers of these runs, plus 1; 0 where the table lacks a run. Prefetches what is known of
   them. */
static inline void numbers_of(const Table *table, const Known *known, const Text *t,
                              const Span *spans, int count, uint32_t *numbers) {
    const uint32_t *slots = table->slots.buf;
    fetch(table, spans, count);
    for (int s = 0; s < count; s++) {
        const size_t slot = slot_by(table, spans[s].code, t, spans[s].begin, spans[s].end);
        numbers[s] = AT(slots, slot, held(&table->slots));
        if (!numbers[s]) continue;
        __builtin_prefetch(&BYTE(flags, numbers[s] - 1));
        __builtin_prefetch(&NUMBER(first, numbers[s] - 1));
        __builtin_prefetch(&BYTE(count, numbers[s] - 1));
        __builtin_prefetch(&BYTE(width, numbers[s] - 1));
    }
    uint32_t firsts[AHEAD]; /* the first piece of each word */
    int words = 0;
    for (int s = 0; s < count; s++) {
        if (!numbers[s] || !(BYTE(flags, numbers[s] - 1) & F_WORD)) continue;
        const uint32_t piece = firsts[words++] = NUMBER(first, numbers[s] - 1);
        __builtin_prefetch(&NUMBER(lower, piece));
        __builtin_prefetch(&NUMBER(upper, piece));
    }
    for (int w = 0; w < words; w++) {
        const uint32_t form = NUMBER(lower, firsts[w]);
        if (form < known->told.len) __builtin_prefetch(&BYTE(told, form));
    }
}

/* The words of one text. A text of only one word gives none: it is a label, and read
   otherwise. */
static inline int seek_in(const Table *table, const Known *known, const Forms *forms, PyObject *text,
                          const Text *t, int64_t number, Out *out) {
    Walk walk = {0};
    Waiting waiting = {0};
    Found found = {.text = number};
    int64_t position = 0;
    Py_ssize_t i = 0;
    Span spans[AHEAD];
    uint32_t numbers[AHEAD];
    for (int some; (some = next_spans(t, &i, spans)) > 0;) {
        numbers_of(table, known, t, spans, some, numbers);
        for (int s = 0; s < some; s++) {
            if (!numbers[s]) {
                PyObject *run = PyUnicode_Substring(text, spans[s].begin, spans[s].end);
                if (!run || PyList_Append(out->missing, run) < 0) {
                    Py_XDECREF(run);
                    return -1;
                }
                Py_DECREF(run);
                continue;
            }
            const uint32_t run = numbers[s] - 1;
            const uint8_t flags = BYTE(flags, run);
            if (!(flags & F_WORD)) {
                pass(&walk, flags);
                continue;
            }
            const int there = walk.there;
            const Step step = next_word(&walk, flags);
            if (there && give(known, forms, &waiting, step.evidence, &found, out) < 0) return -1;
            found.sentence += step.sentence;
            found.paragraph += step.paragraph;
            waiting = (Waiting){run, spans[s].begin, position};
            position += BYTE(width, run);
        }
    }
    if (walk.there && position != 1 &&
        give(known, forms, &waiting, last_evidence(&walk), &found, out) < 0)
        return -1;
    return push(&out->lengths, &position, 8);
}

static int seek_text(const Table *table, const Known *known, const Forms *forms, PyObject *text,
                     int64_t number, Out *out) {
    Text t;
    if (text_of(text, &t) < 0) return -1;
    /* the same loop for each width, so that reading a code point takes no switch */
    const Text narrow = {1, t.data, t.size}, middle = {2, t.data, t.size}, wide = {4, t.data, t.size};
    if (t.width == 1) return seek_in(table, known, forms, text, &narrow, number, out);
    if (t.width == 2) return seek_in(table, known, forms, text, &middle, number, out);
    return seek_in(table, known, forms, text, &wide, number, out);
}

/* seek(texts list, slots u32, ends u32, chars u32, flags u8, first u32, count u8, width u8,
   lower u32, upper u32, step u8, offset u8, length u8, told u8, sought u32) ->
   seven i64 of each token of a form that is sought (see Found), forms u32 of the other tokens but
   those of which 1 is told, positions i64 of each text, and the runs that the table lacks: when
   there are any the rest means nothing. */
static PyObject *seek(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *texts, *made = NULL;
    Table table = {{0}, {0}, {0}};
    Known k = {0};
    Py_buffer sought = {0};
    Forms forms = {0};
    Out out = {{0}, {0}, {0}, NULL};
    if (!PyArg_ParseTuple(args, "O!y*y*y*y*y*y*y*y*y*y*y*y*y*y*", &PyList_Type, &texts, &table.slots,
                          &table.ends, &table.chars, &k.flags, &k.first, &k.count, &k.width, &k.lower,
                          &k.upper, &k.step, &k.offset, &k.length, &k.told, &sought))
        return NULL;
    out.missing = PyList_New(0);
    int failed = !out.missing || forms_of(&sought, &forms) < 0;
    for (Py_ssize_t n = 0; !failed && n < PyList_GET_SIZE(texts); n++)
        failed = seek_text(&table, &k, &forms, PyList_GET_ITEM(texts, n), n, &out) < 0;
    if (!failed)
        made = Py_BuildValue("y#y#y#O", out.found.size ? out.found.data : "",
                             (Py_ssize_t)out.found.size, out.untold.size ? out.untold.data : "",
                             (Py_ssize_t)out.untold.size, out.lengths.size ? out.lengths.data : "",
                             (Py_ssize_t)out.lengths.size, out.missing);
    free(out.found.data);
    free(out.untold.data);
    free(forms.slots);
    free(out.lengths.data);
    Py_XDECREF(out.missing);
    table_release(&table);
    Py_buffer *every[] = {&k.flags, &k.first, &k.count, &k.width, &k.lower,
                          &k.upper, &k.step, &k.offset, &k.length, &k.told,  &sought};
    for (size_t n = 0; n < sizeof every / sizeof *every; n++)
        if (every[n]->obj) PyBuffer_Release(every[n]);
    return made;
}
#endif
