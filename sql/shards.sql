-- shards.sql - up to ten shards read in place, without merging: TEMP views over attached corpora named `news`
--
--     sqlite3 -cmd "ATTACH '2019.db' AS s1" -cmd "ATTACH '2020.db' AS s2" -cmd "ATTACH '2021.db' AS s3" -cmd ".read sql/shards.sql"
--
-- SQLite attaches ten databases at most (a thousand are merged, see shards.mk). For more or fewer than three take lines in or out. No extension is needed. A row is known
-- by (shard, id). Counts are raw, so their sums are exact; what only the whole can tell (copies of a story in two shards, spellings that
-- meet) is not here.

CREATE TEMP VIEW all_document AS
SELECT 's1' AS shard, * FROM s1.news_document UNION ALL
SELECT 's2' AS shard, * FROM s2.news_document UNION ALL
SELECT 's3' AS shard, * FROM s3.news_document;

CREATE TEMP VIEW all_sentence AS
SELECT 's1' AS shard, * FROM s1.news_sentence UNION ALL
SELECT 's2' AS shard, * FROM s2.news_sentence UNION ALL
SELECT 's3' AS shard, * FROM s3.news_sentence;

CREATE TEMP VIEW all_mention AS
SELECT 's1' AS shard, * FROM s1.news_mention UNION ALL
SELECT 's2' AS shard, * FROM s2.news_mention UNION ALL
SELECT 's3' AS shard, * FROM s3.news_mention;

CREATE TEMP VIEW all_entity AS
SELECT 's1' AS shard, * FROM s1.news_entity UNION ALL
SELECT 's2' AS shard, * FROM s2.news_entity UNION ALL
SELECT 's3' AS shard, * FROM s3.news_entity;

CREATE TEMP VIEW all_date AS
SELECT 's1' AS shard, * FROM s1.news_date UNION ALL
SELECT 's2' AS shard, * FROM s2.news_date UNION ALL
SELECT 's3' AS shard, * FROM s3.news_date;

CREATE TEMP VIEW all_quote AS
SELECT 's1' AS shard, * FROM s1.news_quote UNION ALL
SELECT 's2' AS shard, * FROM s2.news_quote UNION ALL
SELECT 's3' AS shard, * FROM s3.news_quote;

-- an entity of all shards: by its key, which its spellings share
CREATE TEMP VIEW all_name AS
SELECT type, key, name, sum(mentions) AS mentions, sum(documents) AS documents, min(first) AS first, max(last) AS last, count(DISTINCT shard) AS shards
FROM all_entity GROUP BY type, key, name;
