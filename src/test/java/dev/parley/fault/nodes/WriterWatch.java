package dev.parley.fault.nodes;

import dev.parley.fault.history.Claimed;
import dev.parley.testing.PostgresProcess;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who wrote in which epoch, told by the database itself: each node comes as a role of its own, and a trigger notes which one
 * stored an event, and under which epoch. Independent of what the nodes believe.
 */
public final class WriterWatch {
    private static final String PASSWORD = "watched";

    private final PostgresProcess postgres;
    private final String url;

    /** {@code url} is that of the nodes' database. */
    public WriterWatch(PostgresProcess postgres, String url) {
        this.postgres = postgres;
        this.url = url;
    }

    /** The database's URL for each node; {@code addresses} are where each finds the server. */
    public List<String> urls(List<String> addresses) {
        String database = url.substring(url.lastIndexOf('/'));
        return IntStream.range(0, addresses.size())
                .mapToObj(i -> {
                    String role = "node" + i;
                    postgres.ask("create role " + role + " login superuser password '" + PASSWORD + "'");
                    return "postgresql://" + role + ":" + PASSWORD + "@" + addresses.get(i) + database;
                })
                .toList();
    }

    /** Where the server is, as the tests see it. */
    public String address() {
        return url.substring(url.lastIndexOf('@') + 1, url.lastIndexOf('/'));
    }

    /** From now on; the nodes have made their tables. */
    public void install() {
        postgres.askIn(
                url,
                """
                create table writers (room text, epoch bigint, writer text, primary key (room, epoch, writer));
                create function note_writer() returns trigger language plpgsql as $$
                begin
                  insert into writers select new.room, epoch, session_user from rooms where id = new.room
                    on conflict do nothing;
                  return null;
                end $$;
                create trigger note_writer after insert on events for each row execute function note_writer();
                """);
    }

    public List<Claimed> claims() {
        String all = postgres.askIn(url, "select string_agg(room || ' ' || epoch || ' ' || writer, ',') from writers");
        return all == null
                ? List.of()
                : Arrays.stream(all.split(",", -1))
                        .map(line -> line.split(" ", -1))
                        .map(parts -> new Claimed(parts[0], Long.parseLong(parts[1]), parts[2]))
                        .toList();
    }

    /** The sum of all rooms' epochs: it rises by one with each change of an owner. */
    public long epochs() {
        return Long.parseLong(postgres.askIn(url, "select coalesce(sum(epoch), 0) from rooms"));
    }

    /** The server ends all of the nodes' connections. */
    public void cutConnections() {
        postgres.ask("select pg_terminate_backend(pid) from pg_stat_activity where usename like 'node%'");
    }
}
