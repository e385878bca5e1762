# usage: client.rb EXTENSION QUERY
require 'sqlite3'

extension, query = ARGV
db = SQLite3::Database.new(':memory:')
db.enable_load_extension(true)
db.load_extension(extension)
puts db.get_first_value(query)
