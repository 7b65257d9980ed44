/* From run to run of a text: where a sentence and a paragraph begin, and where a capital letter is
   evidence of a name. positions.word_columns says the rules. */
#ifndef PODSHIVKA_WALK_H
#define PODSHIVKA_WALK_H
#include "table.h"

/* tokenizer.Flag */
enum { F_WORD = 1, F_UPPER = 2, F_ABBREVIATION = 4, F_END = 8, F_PARAGRAPH = 16, F_DOT = 32 };

/* How far a walk has come, at first all 0. there: whether there was a word; sentence, evidence
   (whatever follows) and flags are of that word, the others of what came after it. */
typedef struct {
    int there, sentence, evidence, ends, paragraphs, gap;
    uint8_t flags, last;
} Walk;

/* What begins with a word; evidence: of the word before it, now that this one is known. */
typedef struct {
    int paragraph, sentence, evidence;
} Step;

static inline void pass(Walk *walk, uint8_t flags) {
    walk->ends |= flags & F_END;
    walk->paragraphs |= flags & F_PARAGRAPH;
    walk->last = flags;
    walk->gap++;
}

static inline Step next_word(Walk *walk, uint8_t flags) {
    const int dotted = walk->gap == 1 && walk->flags & F_ABBREVIATION && walk->last & F_DOT;
    const int paragraph = !walk->there || walk->paragraphs;
    const int sentence = paragraph || (walk->ends && flags & F_UPPER && !dotted);
    const Step step = {paragraph, sentence, walk->evidence || (walk->sentence && sentence)};
    *walk = (Walk){.there = 1, .sentence = sentence, .evidence = !sentence && (!walk->gap || dotted),
                   .flags = flags};
    return step;
}

/* Whether a capital is evidence in the last word of a text. */
static inline int last_evidence(const Walk *walk) { return walk->evidence || walk->sentence; }
#endif
