# tests.mk - what `make test`, `make sanitize`, `make demo` do

UNIT_C    := $(wildcard tests/unit/test_*.c)
UNIT      := $(UNIT_C:tests/unit/%.c=$(B)/tests/unit/%)

$(B)/tests/unit/%: tests/unit/%.c tests/unit/check.h $(B)/libengine.a
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(CFLAGS) $(CPPFLAGS) -Itests/unit $< $(B)/libengine.a -o $@ $(LDFLAGS) $(ICU_LIBS) -lm

## unit       the engine's unit tests alone
.PHONY: unit
unit: $(UNIT)
	@for t in $(UNIT); do echo "$$t"; $$t || exit 1; done

test: dist/corpus.so unit
	@echo "0 passed, 0 failed"
