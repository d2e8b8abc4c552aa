package dev.parley.store.sqlite;

import dev.parley.store.CheckedStatement;
import dev.parley.store.ResultRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads of capabilities' tables on one connection. One reader thread only. */
record CapabilityQueries(Connection connection) {

    /** A query that cannot be done is a refusal, unlike a connection that cannot be used. */
    List<List<Object>> query(CheckedStatement statement) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            bind(prepared, statement.arguments());
            try (ResultSet found = prepared.executeQuery()) {
                ResultRows rows = new ResultRows();
                int columns = found.getMetaData().getColumnCount();
                while (found.next()) {
                    List<Object> row = new ArrayList<>(columns);
                    for (int column = 1; column <= columns; column++) {
                        row.add(found.getObject(column));
                    }
                    rows.add(row);
                }
                return rows.rows();
            }
        } catch (SQLException e) {
            if (SqliteFault.ofStatement(e)) {
                throw SqliteFault.statement(e);
            }
            throw e;
        }
    }

    static void bind(PreparedStatement prepared, List<Object> arguments) throws SQLException {
        for (int n = 1; n <= arguments.size(); n++) {
            prepared.setObject(n, arguments.get(n - 1));
        }
    }
}
