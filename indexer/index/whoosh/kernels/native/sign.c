/* Signatures of articles: which articles are nearly the same. */
#include "kernels.h"

/* How many of the 8 bytes of a and b are equal. */
static inline int equal_bytes(uint64_t a, uint64_t b) {
    const uint64_t low = 0x7f7f7f7f7f7f7f7fULL, x = a ^ b;
    /* the addition carries into the high bit of each byte whose low bits differ */
    const uint64_t differ = (((x & low) + low) | x) & ~low;
    return 8 - (int)((differ >> 7) * 0x0101010101010101ULL >> 56);
}

/* Whether signature at has alike bytes or more in common with one of those before it. */
int repeated(const uint8_t *const *signatures, size_t at, size_t size, int alike) {
    for (size_t other = 0; other < at; other++) {
        int equal = 0;
        for (size_t byte = 0; byte < size; byte += 8) {
            uint64_t a, b;
            memcpy(&a, signatures[at] + byte, 8);
            memcpy(&b, signatures[other] + byte, 8);
            equal += equal_bytes(a, b);
            if (equal + (int)(size - byte - 8) < alike) break;
        }
        if (equal >= alike) return 1;
    }
    return 0;
}
