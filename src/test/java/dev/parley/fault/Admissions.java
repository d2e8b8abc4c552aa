package dev.parley.fault;

import dev.parley.testing.Frames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When one user could be in a room, as the room's own events tell: written after the contract, and from nothing of the
 * server's.
 */
final class Admissions {
    /** One event; {@code takesOut} is whether it took the user out, who was {@code admitted} after it. */
    private record Step(long seq, boolean takesOut, boolean admitted) {}

    private final List<Step> steps = new ArrayList<>();

    /** {@code events} are a room's, from its first on. */
    Admissions(String user, List<JsonObject> events) {
        boolean isOpen = true;
        Set<String> members = new HashSet<>();
        for (JsonObject event : events) {
            if (!Frames.is(event, "room")) {
                continue;
            }
            boolean wasAdmitted = isOpen || members.contains(user);
            if (event.getBoolean("deleted", false) || "private".equals(event.getString("access"))) {
                members.clear();
            }
            isOpen = event.containsKey("access") ? !"private".equals(event.getString("access")) : isOpen;
            for (JsonObject member : Frames.objects(event.getJsonArray("members", new JsonArray()))) {
                if (member.getString("role") == null) {
                    members.remove(member.getString("id"));
                } else {
                    members.add(member.getString("id"));
                }
            }
            boolean isKicked = Frames.objects(event.getJsonArray("kicked", new JsonArray())).stream()
                    .anyMatch(kick -> user.equals(kick.getString("id")) && kick.getLong("until") > 0);
            boolean isAdmitted = isOpen || members.contains(user);
            steps.add(new Step(event.getLong("seq"), (wasAdmitted && !isAdmitted) || isKicked, isAdmitted));
        }
    }

    /** Whether the user could enter when the room was at {@code seq}; a kick that has run out is none. */
    boolean isAdmitted(long seq) {
        return steps.stream()
                .filter(step -> step.seq() <= seq)
                .reduce((first, second) -> second)
                .map(Step::admitted)
                .orElse(true);
    }

    /** The first event above {@code seq} that took the user out; {@link Long#MAX_VALUE} when none did. */
    long removalAfter(long seq) {
        return steps.stream()
                .filter(step -> step.seq() > seq && step.takesOut())
                .mapToLong(Step::seq)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
