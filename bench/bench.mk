# bench.mk - what `make bench` and `make eval` do

## eval       accuracy on ../shared/data, part by part: make eval PARTS='seeds dates'
PARTS =
eval: dist/corpus.so
	@if [ -f $(EVALUATE) ]; then $(PYTHON) $(EVALUATE) dist/corpus.so $(DATA) $(PARTS); else echo "skipped: $(EVALUATE) is not here"; fi
