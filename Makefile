# sqlite-corpus: everything is built from here. `make help` lists the targets.
#
#   build/          objects, generated tables, tools, test programs (one folder a kind of build)
#   dist/           what is installed: corpus.so, libcorpus.a
#
# Flow: tools are compiled first; they read ext/data/ (and ask ICU) and write build/gen/*_tables.c; those and the rooms of ext/
# are compiled into one shared object.

SHELL       = /bin/sh
CC          = gcc
CLANG       = clang
AR          = ar
NM          = nm
OBJCOPY     = objcopy
PKG_CONFIG  = pkg-config
PYTHON      = /usr/bin/python3
DATA        = ../shared/data
EVALUATE    = ../shared/eval/evaluate.py
prefix      = /usr/local
libdir      = $(prefix)/lib

VERSION     = 0.1.0
CSTD        = -std=c11 -D_POSIX_C_SOURCE=200809L
WARN        = -Wall -Wextra -Wconversion
CFLAGS      = -O2 -g
LDFLAGS     =

B           = build
OBJ         = $(B)/obj

# A missing dependency is one line that names the package, not a page of errors.
need = $(if $(shell $(PKG_CONFIG) --exists $(1) 2>/dev/null && echo yes),,$(error $(1) is missing: apt-get install $(2)))
ifneq ($(filter-out clean help format,$(or $(MAKECMDGOALS),all)),)
  $(if $(shell command -v $(PKG_CONFIG) 2>/dev/null),,$(error $(PKG_CONFIG) is missing: apt-get install pkg-config))
  $(call need,sqlite3,libsqlite3-dev)
  $(call need,icu-i18n icu-uc,libicu-dev)
endif
ICU_CFLAGS  := $(shell $(PKG_CONFIG) --cflags icu-i18n icu-uc 2>/dev/null)
ICU_LIBS    := $(shell $(PKG_CONFIG) --libs icu-i18n icu-uc 2>/dev/null)
SQL_CFLAGS  := $(shell $(PKG_CONFIG) --cflags sqlite3 2>/dev/null)
SQL_LIBS    := $(shell $(PKG_CONFIG) --libs sqlite3 2>/dev/null)
# compressed files are read where zlib is; `make ZLIB=` builds without it
ZLIB        = $(shell $(PKG_CONFIG) --exists zlib 2>/dev/null && echo yes)
ZLIB_CFLAGS := $(if $(ZLIB),-DHAVE_ZLIB $(shell $(PKG_CONFIG) --cflags zlib 2>/dev/null))
ZLIB_LIBS   := $(if $(ZLIB),$(shell $(PKG_CONFIG) --libs zlib 2>/dev/null))
# what the engine is linked with
ENGINE_LIBS  = $(ICU_LIBS) $(ZLIB_LIBS)

CPPFLAGS    = -Iext -I$(B)/gen $(ICU_CFLAGS) $(SQL_CFLAGS) $(ZLIB_CFLAGS)
COMPILE     = $(CC) $(CSTD) $(WARN) $(CFLAGS) $(CPPFLAGS) -fPIC -fvisibility=hidden -MMD -MP

# --- sources ---------------------------------------------------------------------------------------------------------
ENGINE_ROOMS = base formats text translit names dates entities document facts
ENGINE_C    := $(foreach room,$(ENGINE_ROOMS),$(wildcard ext/$(room)/*.c))
SQL_C       := $(wildcard ext/sql/*.c) ext/corpus.c
# each of these is written by ext/tools/compile_NAME.c
TABLES       = unicode languages $(patsubst ext/tools/compile_%.c,%,$(filter-out %/compile_unicode.c %/compile_languages.c,$(wildcard ext/tools/compile_*.c)))
TABLES_C     = $(TABLES:%=$(B)/gen/%_tables.c)

ENGINE_O     = $(ENGINE_C:%.c=$(OBJ)/%.o) $(TABLES:%=$(OBJ)/gen/%_tables.o)
SQL_O        = $(SQL_C:%.c=$(OBJ)/%.o)
CORE_O       = $(SQL_C:%.c=$(OBJ)/core/%.o)
LIBC_O       = $(OBJ)/ext/tools/memory_libc.o
# what a table compiler may use: base/ with its tables (compile_unicode and compile_languages stand alone)
TOOL_O       = $(patsubst %.c,$(OBJ)/%.o,$(wildcard ext/base/*.c) ext/tools/table_print.c ext/tools/note_reads.c) $(OBJ)/gen/unicode_tables.o $(LIBC_O)
# fopen() and opendir() of a tool note what is read, see ext/tools/note_reads.c
TOOL_LDFLAGS = -Wl,--wrap=fopen,--wrap=opendir

.PHONY: all static demo test test-long eval bench sanitize lint format install clean help
.SECONDARY:
.DELETE_ON_ERROR:

all: dist/corpus.so

help:
	@sed -n 's/^## //p' Makefile

# --- generated tables ------------------------------------------------------------------------------------------------
$(B)/tools/compile_unicode: ext/tools/compile_unicode.c ext/base/unicode.h
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) -O1 $(CPPFLAGS) $< -o $@ $(ICU_LIBS)

$(B)/tools/compile_languages: ext/tools/compile_languages.c
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) -O1 $(CPPFLAGS) $< -o $@ $(ICU_LIBS)

$(B)/tools/compile_dates: $(OBJ)/ext/tools/dates_locale.o
$(B)/tools/compile_entities: $(patsubst %.c,$(OBJ)/%.o,$(wildcard ext/tools/lexicon_*.c))

$(B)/tools/%: $(OBJ)/ext/tools/%.o $(TOOL_O)
	@mkdir -p $(@D)
	$(CC) $^ -o $@ $(LDFLAGS) $(TOOL_LDFLAGS) $(ICU_LIBS) -lm

# runs the Korean and Chinese schemes, whose tables are compiled before it
$(B)/tools/compile_syllables: $(patsubst %,$(OBJ)/%.o,ext/translit/hangul ext/translit/hanja ext/translit/table gen/translit_tables gen/hangul_tables gen/hanja_tables gen/han_tables)

# the trainers of names read words as the engine does
$(B)/tools/train_edits $(B)/tools/train_characters: $(B)/tools/%: $(OBJ)/ext/tools/%.o $(B)/libengine.a
	@mkdir -p $(@D)
	$(CC) $^ -o $@ $(LDFLAGS) $(ENGINE_LIBS) -lm

$(B)/gen/unicode_tables.c: $(B)/tools/compile_unicode
	@mkdir -p $(@D)
	$< > $@

$(B)/gen/language_codes.h: $(B)/tools/compile_languages ext/data/languages.tsv
	@mkdir -p $(@D)
	$< header ext/data > $@

$(B)/gen/languages_tables.c: $(B)/tools/compile_languages $(wildcard ext/data/languages.tsv ext/data/*/language.tsv ext/data/language/*)
	@mkdir -p $(@D)
	$< source ext/data > $@

# which tables of ext/data it is made from the compiler notes in a .d, which is read below like those of the objects
$(B)/gen/%_tables.c: $(B)/tools/compile_%
	@mkdir -p $(@D)
	NOTE_READS=$(@:.c=.d) NOTE_TARGET=$@ $< ext/data > $@

# --- objects ---------------------------------------------------------------------------------------------------------
$(OBJ)/ext/%.o: ext/%.c $(B)/gen/language_codes.h
	@mkdir -p $(@D)
	$(COMPILE) -DCORPUS_VERSION='"$(VERSION)"' -c $< -o $@

$(OBJ)/gen/%.o: $(B)/gen/%.c $(B)/gen/language_codes.h
	@mkdir -p $(@D)
	$(COMPILE) -c $< -o $@

$(OBJ)/core/ext/%.o: ext/%.c $(B)/gen/language_codes.h
	@mkdir -p $(@D)
	$(COMPILE) -DSQLITE_CORE -DCORPUS_VERSION='"$(VERSION)"' -c $< -o $@

-include $(shell find $(B) -name '*.d' 2>/dev/null)

# --- the library -----------------------------------------------------------------------------------------------------
## all        dist/corpus.so, the loadable extension
dist/corpus.so: $(ENGINE_O) $(SQL_O) ext/corpus.map
	@mkdir -p $(@D)
	$(CC) -shared $(ENGINE_O) $(SQL_O) -o $@ -Wl,--version-script=ext/corpus.map -Wl,-z,nodelete -Wl,-z,defs -Wl,--gc-sections \
	    $(LDFLAGS) $(ENGINE_LIBS) -lm

## static     dist/libcorpus.a, for programs that link SQLite: sqlite3_auto_extension((void(*)(void))sqlite3_corpus_init)
static: dist/libcorpus.a
# one object, whose inner names are local, so that an archive's user meets the entry points and nothing else
dist/libcorpus.a: $(ENGINE_O) $(CORE_O)
	@mkdir -p $(@D)
	$(LD) -r $^ -o $(B)/corpus_core.o
	$(OBJCOPY) --localize-hidden $(B)/corpus_core.o
	rm -f $@
	$(AR) rcs $@ $(B)/corpus_core.o

# the engine alone, for unit tests, fuzzers, benchmarks
$(B)/libengine.a: $(ENGINE_O) $(LIBC_O)
	rm -f $@
	$(AR) rcs $@ $^

include tests/tests.mk
include bench/bench.mk

## lint       warnings of gcc, clang, clang-tidy and cppcheck, and the formatter's opinion
LINT_C       = $(ENGINE_C) $(SQL_C) $(wildcard ext/tools/*.c tests/*.c tests/*/*.c bench/*.c)
LINT_FLAGS   = $(CSTD) $(CPPFLAGS) -Itests/unit -Ibench -DCORPUS_VERSION='""'
lint: $(B)/gen/language_codes.h
	@for tool in $(CLANG) clang-tidy cppcheck clang-format; do command -v $$tool >/dev/null || { echo "$$tool is missing: apt-get install $$tool"; exit 1; }; done
	clang-format --dry-run --Werror $(shell find ext tests bench -name '*.[ch]')
	@for f in $(LINT_C); do for cc in $(CC) $(CLANG); do $$cc $(WARN) -Werror -fsyntax-only $(LINT_FLAGS) $$f || exit 1; done; done
	cppcheck --quiet --std=c11 --error-exitcode=1 --enable=warning,portability --inline-suppr --suppress=missingIncludeSystem \
	    --suppress=nullPointerOutOfMemory -j 2 -Iext -I$(B)/gen -DCORPUS_VERSION='""' $(LINT_C)
	@echo $(LINT_C) | xargs -n 4 -P 2 sh -c 'clang-tidy --quiet "$$@" -- $(subst '"",'\''"",$(subst ""',""'\'',$(LINT_FLAGS)))' clang-tidy

## format     clang-format over every C file
format:
	clang-format -i $(shell find ext tests bench -name '*.[ch]')

## train-names  ext/data/names/edits.tsv and characters.tsv anew from the pairs of names in $(DATA) and the gazetteer (minutes)
.PHONY: train-names
train-names: $(B)/tools/train_edits
	$< $(DATA)/names/train ext/data/gazetteer > $(B)/edits.tsv
	mv $(B)/edits.tsv ext/data/names/edits.tsv
	$(MAKE) $(B)/tools/train_characters
	$(B)/tools/train_characters $(DATA)/names/train ext/data > $(B)/characters.tsv
	mv $(B)/characters.tsv ext/data/names/characters.tsv

## train-blocks  ext/data/document/blocks.tsv anew from the pages in $(DATA) (minutes; w3m makes the dumps)
.PHONY: train-blocks
$(B)/tools/train_blocks: $(OBJ)/ext/tools/train_blocks.o $(B)/libengine.a
	@mkdir -p $(@D)
	$(CC) $^ -o $@ $(LDFLAGS) $(ICU_LIBS) -lm
$(B)/pages.tsv: ext/tools/make_pages.py ext/data/document/labels.tsv
	@mkdir -p $(@D)
	$(PYTHON) $< $(DATA)/documents > $@
train-blocks: $(B)/tools/train_blocks $(B)/pages.tsv
	$< $(B)/pages.tsv > $(B)/blocks.tsv
	mv $(B)/blocks.tsv ext/data/document/blocks.tsv

## install    the library into $(libdir)
install: dist/corpus.so
	install -d $(DESTDIR)$(libdir)
	install -m 755 dist/corpus.so $(DESTDIR)$(libdir)/corpus.so

## clean      removes build/ and dist/
clean:
	rm -rf $(B) dist
