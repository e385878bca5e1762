/* lexicon_fold.h - one character of a phrase in the form that the lexicon compares by; shared with tools/compile_facts.c */
#ifndef CORPUS_LEXICON_FOLD_H
#define CORPUS_LEXICON_FOLD_H

#include "base/unicode.h"

/* Case folded, ё as е, full-width ASCII as ASCII, every blank and hyphen of any sort as one form, curly apostrophes straight. */
static inline uint32_t lexicon_fold(uint32_t code)
{
    if (code >= 'A' && code <= 'Z') return code + 32;
    if (code < 0x80) return code == '\t' ? ' ' : code;
    if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
    code = unicode_fold(code);
    switch (code) {
    case 0x451: return 0x435;
    case 0x2019:
    case 0x2BC: return '\'';
    case 0x2010:
    case 0x2011: return '-';
    case 0xA0:
    case 0x202F:
    case 0x2009:
    case 0x3000: return ' ';
    default: return code;
    }
}

#endif
