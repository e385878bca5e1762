-- How else is a name spelled here? All aliases of what is spelled in the most ways, with the script of each.
.mode column
SELECT e.name, a.name AS spelling, a.script, a.mentions
FROM news_entity AS e JOIN news_alias AS a ON a.entity = e.id
WHERE e.id IN (SELECT entity FROM news_alias GROUP BY entity ORDER BY count(*) DESC LIMIT 5)
ORDER BY e.id, a.mentions DESC, a.name;
