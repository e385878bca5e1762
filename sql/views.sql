-- views.sql - questions that everybody asks, as views over a corpus named `news`
--
-- They read the shadow tables alone, so they work in every SQLite tool, without the extension. Boilerplate (tickers, related links,
-- navigation) and copies of a story are left out. For a corpus of another name replace news_ throughout.
--
--     sqlite3 news.db < sql/views.sql

-- a document a row, with what was counted in it
CREATE VIEW IF NOT EXISTS v_document AS
SELECT d.id, d.uri, d.title, d.published, d.language, d.source, d.duplicate_of,
       (SELECT count(*) FROM news_sentence AS s WHERE s.document = d.id) AS sentences,
       (SELECT count(DISTINCT entity) FROM news_mention AS m WHERE m.document = d.id AND NOT m.boilerplate) AS names
FROM news_document AS d;

-- a sentence with its text
CREATE VIEW IF NOT EXISTS v_sentence AS
SELECT s.id, s.document, s.block, s.ord, s.start, s.length, substr(d.content, s.start, s.length) AS text
FROM news_sentence AS s JOIN news_document AS d ON d.id = s.document;

-- who and what is named outside boilerplate, with its spellings
CREATE VIEW IF NOT EXISTS v_name AS
SELECT e.id AS entity, e.type, e.name, e.country, count(*) AS mentions, count(DISTINCT m.document) AS documents,
       (SELECT group_concat(name, ' | ') FROM (SELECT name FROM news_alias WHERE entity = e.id ORDER BY mentions DESC, name)) AS spellings
FROM news_entity AS e JOIN news_mention AS m ON m.entity = e.id JOIN news_document AS d ON d.id = m.document
WHERE NOT m.boilerplate AND d.duplicate_of IS NULL
GROUP BY e.id;

CREATE VIEW IF NOT EXISTS v_person AS SELECT entity, name, mentions, documents, spellings FROM v_name WHERE type = 'PERSON';
CREATE VIEW IF NOT EXISTS v_organization AS SELECT entity, name, mentions, documents, spellings FROM v_name WHERE type = 'ORG';
CREATE VIEW IF NOT EXISTS v_place AS SELECT entity, name, country, mentions, documents, spellings FROM v_name WHERE type IN ('GPE', 'LOC', 'FAC');

-- names that are written in more than one way
CREATE VIEW IF NOT EXISTS v_spelling AS
SELECT e.id AS entity, e.type, e.name, a.name AS spelling, a.script, a.mentions
FROM news_entity AS e JOIN news_alias AS a ON a.entity = e.id
WHERE (SELECT count(*) FROM news_alias WHERE entity = e.id) > 1;

-- what happened when: each dated sentence with the names in it
CREATE VIEW IF NOT EXISTS v_timeline AS
SELECT f.value AS date, f.first, f.last, f.text AS said, s.text AS sentence, d.id AS document, d.title,
       (SELECT group_concat(DISTINCT e.name) FROM news_mention AS m JOIN news_entity AS e ON e.id = m.entity
         WHERE m.document = f.document AND m.sentence = f.sentence) AS names
FROM news_date AS f JOIN news_document AS d ON d.id = f.document LEFT JOIN v_sentence AS s ON s.id = f.sentence
WHERE f.type IN ('DATE', 'TIME') AND f.first IS NOT NULL AND NOT f.boilerplate AND d.duplicate_of IS NULL;

-- two names in one sentence, once for each sentence
CREATE VIEW IF NOT EXISTS v_together AS
SELECT DISTINCT a.entity AS one, x.name AS one_name, x.type AS one_type, b.entity AS other, y.name AS other_name, y.type AS other_type,
       a.document, a.sentence
FROM news_mention AS a JOIN news_mention AS b ON b.document = a.document AND b.sentence = a.sentence AND b.entity <> a.entity
JOIN news_entity AS x ON x.id = a.entity JOIN news_entity AS y ON y.id = b.entity
WHERE NOT a.boilerplate AND NOT b.boilerplate;

-- numbers with what they count
CREATE VIEW IF NOT EXISTS v_figure AS
SELECT q.kind, q.comparator, q.number, q.unit, q.noun, q.text, d.id AS document, d.title, d.published
FROM news_quantity AS q JOIN news_document AS d ON d.id = q.document
WHERE NOT q.boilerplate AND d.duplicate_of IS NULL;

-- rates and temperatures of the tickers around the article
CREATE VIEW IF NOT EXISTS v_ticker AS
SELECT d.published, q.kind, q.unit, q.number, q.text, d.id AS document
FROM news_quantity AS q JOIN news_document AS d ON d.id = q.document
WHERE q.boilerplate AND q.kind IN ('rate', 'temperature');

-- who said what
CREATE VIEW IF NOT EXISTS v_saying AS
SELECT e.name AS speaker, q.verb, q.text AS words, q.direct, d.id AS document, d.title, d.published
FROM news_quote AS q JOIN news_document AS d ON d.id = q.document LEFT JOIN news_entity AS e ON e.id = q.speaker
WHERE NOT q.boilerplate AND d.duplicate_of IS NULL;

-- how much of each page is the article
CREATE VIEW IF NOT EXISTS v_page AS
SELECT d.id AS document, d.title, length(d.content) AS characters,
       sum(CASE WHEN b.kind IN ('title', 'byline', 'dateline', 'body', 'caption', 'quote', 'list', 'table') THEN b.length ELSE 0 END) AS article,
       sum(CASE WHEN b.kind IN ('title', 'byline', 'dateline', 'body', 'caption', 'quote', 'list', 'table') THEN 0 ELSE b.length END) AS around
FROM news_document AS d JOIN news_block AS b ON b.document = d.id
GROUP BY d.id;
