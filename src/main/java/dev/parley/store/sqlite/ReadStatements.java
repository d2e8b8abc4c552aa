package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/** The queries of one reader's connection, prepared once. One reader thread only. */
record ReadStatements(
        Connection connection,
        EventQueries events,
        StateQueries states,
        RoomQueries rooms,
        TurnQueries turns,
        SessionQueries sessions,
        CapabilityQueries capabilities)
        implements AutoCloseable {

    /** Takes the connection, and closes it when this fails. */
    static ReadStatements prepare(Connection connection, UnmovedEvents unmovedEvents) throws SQLException {
        try {
            KeptEvents kept = new KeptEvents(connection, unmovedEvents);
            AliasQueries aliases = new AliasQueries(connection);
            return new ReadStatements(
                    connection,
                    new EventQueries(connection, unmovedEvents, kept, aliases),
                    new StateQueries(connection, kept, aliases),
                    new RoomQueries(connection, unmovedEvents),
                    new TurnQueries(connection),
                    new SessionQueries(connection),
                    new CapabilityQueries(connection));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
