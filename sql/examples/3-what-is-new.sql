-- What does this page say that the corpus does not hold yet? Names of a new page that no document has.
.mode column
WITH page(body) AS (VALUES('OSLO. Charles Michel met Anna Berg of Norway on 3 June 2024, the Silk Observer said.'))
SELECT f.type, f.text, f.score, f.rule
FROM page, corpus_entities(page.body) AS f
WHERE NOT EXISTS (SELECT 1 FROM news_alias AS a WHERE a.name = f.text)
ORDER BY f.start;
