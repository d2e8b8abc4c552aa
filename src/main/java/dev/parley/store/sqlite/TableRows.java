package dev.parley.store.sqlite;

import dev.parley.store.Effect;
import dev.parley.store.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Writes to the tables of capabilities. The statements are prepared at their first use; the {@link #PREPARED_MAX} that
 * were used last stay. Writer thread only.
 */
final class TableRows {
    private static final int PREPARED_MAX = 128;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

    TableRows(Connection connection) {
        this.connection = connection;
    }

    void put(String room, long seq, Effect.PutRows put) throws SQLException {
        PreparedStatement insert = prepare(insert(put.table()));
        for (List<Object> row : put.rows()) {
            insert.setString(1, room);
            insert.setLong(2, seq);
            set(insert, 2, row);
            insert.executeUpdate();
        }
    }

    void delete(String room, Effect.DeleteRows delete) throws SQLException {
        PreparedStatement statement = prepare(delete(delete.table(), delete.by()));
        statement.setString(1, room);
        set(statement, 1, delete.values());
        statement.executeUpdate();
    }

    private static void set(PreparedStatement statement, int before, List<Object> values) throws SQLException {
        int n = before;
        for (Object value : values) {
            statement.setObject(++n, value);
        }
    }

    private static String insert(Table table) {
        List<String> columns = table.allColumns();
        String others = columns.stream()
                .filter(column -> !table.key().contains(column))
                .map(column -> quoted(column) + " = excluded." + quoted(column))
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + quoted(table.name()) + " (" + quoted(columns) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ") ON CONFLICT (" + quoted(table.key())
                + ") DO " + (others.isEmpty() ? "NOTHING" : "UPDATE SET " + others);
    }

    private static String delete(Table table, List<String> by) {
        return "DELETE FROM " + quoted(table.name()) + " WHERE room = ?"
                + by.stream().map(column -> " AND " + quoted(column) + " IS ?").collect(Collectors.joining());
    }

    private static String quoted(List<String> names) {
        return names.stream().map(TableRows::quoted).collect(Collectors.joining(", "));
    }

    /** In brackets: SQLite takes a name in double quotes that it does not know for a text. */
    private static String quoted(String name) {
        return '[' + name + ']';
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = prepareNew(sql);
            prepared.put(sql, known);
            evict();
        }
        return known;
    }

    private PreparedStatement prepareNew(String sql) throws SQLException {
        try {
            return connection.prepareStatement(sql);
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_ERROR) {
                // No such table, or column: of this commit alone, for a file that is damaged has codes of its own.
                throw new IllegalArgumentException("a capability's table is not there", e);
            }
            throw e;
        }
    }

    private void evict() throws SQLException {
        if (prepared.size() > PREPARED_MAX) {
            Iterator<PreparedStatement> eldest = prepared.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
    }
}
