package dev.parley.access;

import dev.parley.model.Standing;
import io.vertx.core.Future;

/** Tells how users stand in rooms, as it is stored. From any thread. */
public interface Standings {

    /** How this user stands in this room; sanctions that are over are left out. */
    Future<Standing> standing(String room, String user);
}
