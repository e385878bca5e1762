-- Where does a name stand, however it is written? Search by any spelling, best first, with the words around it.
.mode column
SELECT uri, title, snippet(news, -1, '[', ']', ' ... ', 8) AS found
FROM news WHERE news MATCH 'Xi OR 习近平' ORDER BY rank;
