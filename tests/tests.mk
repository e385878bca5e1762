# tests.mk - what `make test`, `make sanitize`, `make fuzz` and `make demo` do; tests/README.md is the map
#
# Every stage closes with `N passed, N failed`; tests/stages.sh runs stages and adds them up.

T           = $(B)/tests
JOBS        = 2
SWEEP       = short
FUZZ_SECONDS = 5
SQLITE3     = sqlite3

UNIT_C     := $(wildcard tests/unit/test_*.c)
UNIT       := $(UNIT_C:tests/unit/%.c=$(T)/%)
SQL_TESTS  := $(sort $(wildcard tests/sql/*.test))
RUNNER_C   := $(wildcard tests/runner/*.c)
# programs of one file that link SQLite and load the extension
DRIVERS    := $(patsubst tests/%.c,%,$(wildcard tests/*.c))
FUZZERS    := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))

$(T)/test_%: tests/unit/test_%.c tests/unit/check.h $(B)/libengine.a
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(CFLAGS) $(CPPFLAGS) -Itests/unit $< $(B)/libengine.a -o $@ $(LDFLAGS) $(ENGINE_LIBS) -lm

$(T)/runner: $(RUNNER_C) $(wildcard tests/runner/*.h)
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(CFLAGS) $(SQL_CFLAGS) $(ZLIB_CFLAGS) $(RUNNER_C) -o $@ $(LDFLAGS) $(SQL_LIBS)

$(DRIVERS:%=$(T)/%): $(T)/%: tests/%.c tests/database.h
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(CFLAGS) $(SQL_CFLAGS) $< -o $@ $(LDFLAGS) $(SQL_LIBS) -lpthread

$(T)/static: tests/clients/static.c dist/libcorpus.a
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(CFLAGS) $(SQL_CFLAGS) $< dist/libcorpus.a -o $@ $(LDFLAGS) $(SQL_LIBS) $(ENGINE_LIBS) -lm

# --- the same under AddressSanitizer and UndefinedBehaviorSanitizer, with the coverage that libFuzzer wants -------------
A           = $(B)/asan
SANITIZE    = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
SAN_COMPILE = $(CLANG) $(CSTD) $(WARN) $(SANITIZE) -fsanitize=fuzzer-no-link $(CPPFLAGS) -fPIC -fvisibility=hidden -MMD -MP
SAN_ENGINE_O = $(ENGINE_O:$(OBJ)/%=$(A)/obj/%)
SAN_SQL_O   = $(SQL_O:$(OBJ)/%=$(A)/obj/%)
SAN_UNIT    = $(UNIT:$(T)/%=$(A)/%)
# a runtime is loaded with the program, the extension only uses it: so the symbols of the sanitizers stay open in it
SAN_ENV     = ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:detect_stack_use_after_return=1 \
              LSAN_OPTIONS=suppressions=tests/leaks.supp:print_suppressions=0 UBSAN_OPTIONS=print_stacktrace=1

$(A)/obj/ext/%.o: ext/%.c $(B)/gen/language_codes.h
	@mkdir -p $(@D)
	$(SAN_COMPILE) -DCORPUS_VERSION='"$(VERSION)"' -c $< -o $@

$(A)/obj/gen/%.o: $(B)/gen/%.c $(B)/gen/language_codes.h
	@mkdir -p $(@D)
	$(SAN_COMPILE) -c $< -o $@

$(A)/libengine.a: $(SAN_ENGINE_O) $(A)/obj/ext/tools/memory_libc.o
	rm -f $@
	$(AR) rcs $@ $^

$(A)/corpus.so: $(SAN_ENGINE_O) $(SAN_SQL_O) ext/corpus.map
	$(CLANG) -shared $(SANITIZE) $(SAN_ENGINE_O) $(SAN_SQL_O) -o $@ -Wl,--version-script=ext/corpus.map -Wl,-z,nodelete $(ENGINE_LIBS) -lm

$(A)/test_%: tests/unit/test_%.c tests/unit/check.h $(A)/libengine.a
	$(CLANG) $(CSTD) $(WARN) $(SANITIZE) $(CPPFLAGS) -Itests/unit $< $(A)/libengine.a -o $@ $(ENGINE_LIBS) -lm

$(A)/runner: $(RUNNER_C) $(wildcard tests/runner/*.h)
	@mkdir -p $(@D)
	$(CLANG) $(CSTD) $(WARN) $(SANITIZE) $(SQL_CFLAGS) $(ZLIB_CFLAGS) $(RUNNER_C) -o $@ $(SQL_LIBS)

$(DRIVERS:%=$(A)/%): $(A)/%: tests/%.c tests/database.h
	@mkdir -p $(@D)
	$(CLANG) $(CSTD) $(WARN) $(SANITIZE) $(SQL_CFLAGS) $< -o $@ $(SQL_LIBS) -lpthread

$(A)/fuzz_%: tests/fuzz/%.c tests/fuzz/fuzz.h $(A)/libengine.a
	$(CLANG) $(CSTD) $(WARN) $(SANITIZE) -fsanitize=fuzzer $(CPPFLAGS) $< $(A)/libengine.a -o $@ $(ENGINE_LIBS) -lm

# --- stages ----------------------------------------------------------------------------------------------------------
RUNNER_ARGS = -t tests -d $(T)/scratch -j $(JOBS)
CHECK       = $(PYTHON) tests/check.py

.PHONY: unit sql fuzz eval-sample demo
$(T)/scratch $(A)/scratch:
	@mkdir -p $@

## unit       the engine's unit tests alone
unit: $(UNIT)
	@tests/stages.sh $(T)/log unit='for t in $(UNIT); do echo $$t; $$t; done'

## sql        the SQL tests alone: make sql SQL_TESTS=tests/sql/x.test SWEEP=none|brief|short|wide|full
sql: dist/corpus.so $(T)/runner | $(T)/scratch
	@$(T)/runner -e dist/corpus.so $(RUNNER_ARGS) -s $(SWEEP) $(SQL_TESTS)

## test       everything that a change must pass (minutes)
test: dist/corpus.so $(UNIT) $(T)/runner $(T)/static $(DRIVERS:%=$(T)/%) $(B)/tools/train_entities | $(T)/scratch
	@tests/stages.sh $(T)/log \
	    unit='for t in $(UNIT); do $$t; done' \
	    sql='$(T)/runner -e dist/corpus.so $(RUNNER_ARGS) -s $(SWEEP) $(SQL_TESTS)' \
	    property='$(T)/property dist/corpus.so tests' \
	    interrupt='$(T)/interrupt dist/corpus.so' \
	    badinput='$(T)/badinput dist/corpus.so' \
	    killed='$(T)/killed dist/corpus.so $(T)/scratch' \
	    files='$(T)/files dist/corpus.so $(T)/scratch' \
	    formats='$(PYTHON) tests/formats/compare.py dist/corpus.so' \
	    bulk='$(T)/bulk dist/corpus.so $(T)/scratch' \
	    containers='$(PYTHON) tests/containers.py dist/corpus.so $(T)/scratch' \
	    faults='$(PYTHON) tests/faults.py dist/corpus.so' \
	    disturbed='$(PYTHON) tests/disturbed.py dist/corpus.so $(T)/scratch' \
	    shards='$(PYTHON) tests/shards.py dist/corpus.so $(T)/scratch' \
	    interface='$(CHECK) interface dist/corpus.so' \
	    readme='$(CHECK) readme dist/corpus.so' \
	    examples='$(CHECK) examples dist/corpus.so' \
	    sample='$(CHECK) sample dist/corpus.so' \
	    pages='$(CHECK) pages dist/corpus.so' \
	    trainer='$(PYTHON) tests/trainer.py $(B)/tools/train_entities $(T)/scratch/trainer' \
	    static='$(T)/static' \
	    clients='tests/clients/run.sh dist/corpus.so $(B)/clients'

## test-long  what takes longer: many more failing allocations, 100 MB texts, long kill and property runs
test-long: dist/corpus.so $(T)/runner $(DRIVERS:%=$(T)/%) | $(T)/scratch
	@tests/stages.sh $(T)/log \
	    sql-wide='$(T)/runner -e dist/corpus.so $(RUNNER_ARGS) -s wide $(SQL_TESTS)' \
	    property-long='$(T)/property dist/corpus.so tests 3000' \
	    badinput-long='$(T)/badinput dist/corpus.so long' \
	    files-long='$(T)/files dist/corpus.so $(T)/scratch 100000' \
	    disturbed-long='$(PYTHON) tests/disturbed.py dist/corpus.so $(T)/scratch 200 0.4' \
	    faults-long='$(PYTHON) tests/faults.py dist/corpus.so 100000' \
	    killed-long='$(T)/killed dist/corpus.so $(T)/scratch 60'

## sanitize   unit tests, SQL tests, property and bad-input tests, and a short fuzz, under AddressSanitizer and UBSan
sanitize: $(A)/corpus.so $(SAN_UNIT) $(A)/runner $(DRIVERS:%=$(A)/%) $(FUZZERS:%=$(A)/fuzz_%) | $(A)/scratch
	@$(SAN_ENV) tests/stages.sh $(A)/log \
	    unit='for t in $(SAN_UNIT); do $$t; done' \
	    sql='$(A)/runner -e $(A)/corpus.so -t tests -d $(A)/scratch -j $(JOBS) -s brief $(SQL_TESTS)' \
	    property='$(A)/property $(A)/corpus.so tests 40' \
	    interrupt='$(A)/interrupt $(A)/corpus.so' \
	    badinput='$(A)/badinput $(A)/corpus.so' \
	    fuzz='tests/fuzz/run.sh $(A) $(FUZZ_SECONDS) $(FUZZERS)'

## fuzz       libFuzzer on every entry that takes text: make fuzz FUZZ_SECONDS=600 FUZZERS=dates
fuzz: $(FUZZERS:%=$(A)/fuzz_%)
	@$(SAN_ENV) tests/stages.sh $(A)/log fuzz='tests/fuzz/run.sh $(A) $(FUZZ_SECONDS) $(FUZZERS)'

## eval-sample  accuracy on tests/sample and tests/pages, by their gold
eval-sample: dist/corpus.so
	@$(PYTHON) tests/sample/score.py dist/corpus.so tests/sample
	@$(PYTHON) tests/pages/kinds.py dist/corpus.so tests/pages

## demo       loads tests/sample into build/demo.db and asks it some questions
demo: dist/corpus.so
	@command -v $(SQLITE3) >/dev/null || { echo "$(SQLITE3) is missing: apt-get install sqlite3"; exit 1; }
	@rm -f $(B)/demo.db
	@$(SQLITE3) -bail $(B)/demo.db ".read sql/demo.sql"

-include $(shell find $(A)/obj -name '*.d' 2>/dev/null)
