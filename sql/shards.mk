# shards.mk - a corpus built by many processes: a shard for each folder, loaded side by side, then merged into one
#
#   make -j8 -f sql/shards.mk FOLDER=articles CORPUS=news.db EXTENSION=./dist/corpus
#
# articles/2019, articles/2020, ... become news.db.shards/2019.db, ...: each a corpus of its own, which an interrupted make takes up where it was, and which a later one only
# brings up to date. News.db is made anew from them, an attached shard at a time, and resolved once. On a cluster run the first step (`make shards`) on each machine
# for its own folders, and the second where the shards are gathered.
#
# Names of folders must not hold blanks. OPTIONS are those of the table: OPTIONS="finders='entities'"

FOLDER    = articles
CORPUS    = news.db
EXTENSION = ./dist/corpus
OPTIONS   =
SQLITE3   = sqlite3

NAMES  := $(notdir $(patsubst %/,%,$(wildcard $(FOLDER)/*/)))
SHARDS := $(NAMES:%=$(CORPUS).shards/%.db)

.PHONY: corpus shards always
corpus: $(CORPUS)
shards: $(SHARDS)

$(CORPUS).shards/%.db: always
	@mkdir -p $(@D)
	@$(SQLITE3) -batch -bail $@ ".load $(EXTENSION)" "CREATE VIRTUAL TABLE IF NOT EXISTS news USING corpus($(OPTIONS))" \
	    "SELECT '$*: ' || max(documents) || ' documents, ' || max(unchanged) || ' of them unchanged, ' || max(errors) || ' errors' FROM corpus_load('news', '$(FOLDER)/$*')"

# a database is attached for its own merge only, so there may be any number of them
$(CORPUS): $(SHARDS)
	@rm -f $@ $@.new
	@{ echo ".load $(EXTENSION)"; echo "CREATE VIRTUAL TABLE news USING corpus($(OPTIONS));"; \
	   for shard in $(SHARDS); do \
	       echo "ATTACH '$$shard' AS shard; INSERT INTO news(news) VALUES ('merge shard'); DETACH shard;"; \
	   done; echo "INSERT INTO news(news) VALUES ('resolve');"; \
	   echo "SELECT count(*) || ' documents in $@' FROM news_document;"; } | $(SQLITE3) -batch -bail $@.new
	@mv $@.new $@
