package dev.parley;

import dev.parley.access.Standings;
import dev.parley.model.Sanction;
import dev.parley.model.Standing;
import dev.parley.store.Rosters;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;

/** How users stand in rooms by what the store has now. */
record StoredStandings(Rosters rosters, Clock clock) implements Standings {

    @Override
    public Future<Standing> standing(String room, String user) {
        return rosters.standing(room, user, clock.millis());
    }

    /** Of rooms that lie between these as well: one range of an index is read. */
    @Override
    public Future<Map<String, Sanction>> kicks(String user, Collection<String> rooms) {
        return rosters.kicks(user, Collections.min(rooms), Collections.max(rooms), clock.millis());
    }
}
