# usage: client.py EXTENSION QUERY
import sqlite3, sys

db = sqlite3.connect(':memory:')
db.enable_load_extension(True)
db.load_extension(sys.argv[1])
print(db.execute(sys.argv[2]).fetchone()[0])
