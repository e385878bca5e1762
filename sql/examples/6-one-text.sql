-- No table at all: a text, its names and its dates, in one query over one analysis.
.mode column
WITH page(body) AS (VALUES('Federica Mogherini and Erlan Idrissov signed the agreement in Astana on 21 December 2015.'))
SELECT 'name' AS what, e.text, e.type AS says FROM page, corpus_entities(page.body) AS e
UNION ALL
SELECT 'date', d.text, d.value FROM page, corpus_dates(page.body) AS d;
