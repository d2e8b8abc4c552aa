package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.Claimed;
import dev.parley.fault.history.Observation;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Observation.Chunk;
import dev.parley.fault.history.Observation.Closed;
import dev.parley.fault.history.Observation.Opened;
import dev.parley.fault.history.Observation.Ready;
import dev.parley.fault.history.Observation.Received;
import dev.parley.fault.history.Observation.Refused;
import dev.parley.fault.history.Observation.Resynced;
import dev.parley.fault.history.Stored;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A fault planted in a clean run, somewhere by its seed. */
@FunctionalInterface
interface Mutation {
    void plant(Run run, String user);

    /** One for each kind of violation. */
    static Map<Kind, Mutation> all() {
        Map<Kind, Mutation> all = new EnumMap<>(Kind.class);
        all.put(Kind.HOLE_IN_LOG, (run, user) -> {
            int place = run.random().nextInt(run.log.size() - 1);
            run.log.remove(place);
            run.otherLog.remove(place);
        });
        all.put(Kind.STORED_TWICE, (run, user) -> {
            Stored again = run.log.get(run.random().nextInt(run.log.size()));
            run.received(run.append(again.id(), again.from(), again.text(), again.turn()));
        });
        all.put(Kind.NODES_DIFFER, (run, user) -> run.otherLog.remove(run.otherLog.size() - 1));
        all.put(Kind.INVENTED, (run, user) -> run.received(run.append("never sent", user, "said by nobody", null)));
        all.put(Kind.ACK_LOST, Mutation::loseAck);
        all.put(Kind.ACKED_TWICE, (run, user) -> {
            Acked ack = (Acked) run.seen.get(user).get(run.place(user, Acked.class, any -> true));
            Stored other = run.append(ack.id(), user, "", null);
            run.acked(user, other);
        });
        all.put(Kind.REFUSED_BUT_STORED, Mutation::refuse);
        all.put(Kind.SEEN_BUT_NOT_STORED, Mutation::falsify);
        all.put(Kind.DELIVERY_HOLE, Mutation::leaveOut);
        all.put(Kind.DELIVERY_REPEATED, (run, user) -> {
            int place = run.place(user, Received.class, any -> true);
            run.seen.get(user).add(place, run.seen.get(user).get(place));
        });
        all.put(Kind.BEFORE_READY, (run, user) -> {
            int place = run.place("user0", Opened.class, any -> true); // on the bridge it may be
            Observation opened = run.seen.get("user0").get(place);
            Received early = new Received(opened.at(), opened.connection(), Run.ROOM, run.log.get(0));
            run.seen.get("user0").add(place + 1, early);
        });
        all.put(Kind.AFTER_RESYNC, (run, user) -> {
            int place = run.place(user, Received.class, any -> true);
            Observation before = run.seen.get(user).get(place);
            run.seen.get(user).add(place, new Resynced(before.at(), before.connection(), Run.ROOM));
        });
        all.put(Kind.WRONG_SINCE, (run, user) -> {
            int place = run.place("user1", Ready.class, any -> true);
            Ready ready = (Ready) run.seen.get("user1").get(place);
            Ready wrong = new Ready(
                    ready.at(), ready.connection(), Run.ROOM, ready.seq(), ready.since() + 1, false, ready.turns());
            run.seen.get("user1").set(place, wrong);
        });
        all.put(Kind.NOT_AT_END, (run, user) -> run.append("unseen", "somebody", "unseen", null));
        all.put(Kind.UNANSWERED, (run, user) -> run.seen.get(user).remove(run.place(user, Acked.class, any -> true)));
        all.put(Kind.OUT_OF_ORDER, Mutation::disorder);
        all.put(
                Kind.TURN_WITHOUT_END,
                (run, user) -> run.received(run.append("call", "somebody", "@assistant hear me", null)));
        all.put(Kind.TURN_ENDED_TWICE, (run, user) -> {
            Stored end = run.log.stream()
                    .filter(event -> event.turn() != null)
                    .findFirst()
                    .orElseThrow();
            run.received(run.append("again", end.from(), end.text(), end.turn()));
        });
        all.put(Kind.CHUNKS_DIFFER, (run, user) -> {
            int place = run.place("user1", Chunk.class, chunk -> chunk.offset() > 0);
            Chunk chunk = (Chunk) run.seen.get("user1").get(place);
            Chunk other = new Chunk(
                    chunk.at(), chunk.connection(), Run.ROOM, chunk.turn(), chunk.attempt(), chunk.offset(), "other");
            run.seen.get("user1").set(place, other);
        });
        all.put(Kind.TWO_WRITERS, (run, user) -> run.claims.add(new Claimed(Run.ROOM, 2, "node0")));
        return all;
    }

    private static void loseAck(Run run, String user) {
        int place = run.place(user, Acked.class, any -> true);
        Acked ack = (Acked) run.seen.get(user).get(place);
        Acked lost = new Acked(ack.at(), ack.connection(), Run.ROOM, ack.id(), run.log.size() + 1L, false);
        run.seen.get(user).set(place, lost);
    }

    private static void refuse(Run run, String user) {
        int place = run.place(user, Acked.class, any -> true);
        Acked ack = (Acked) run.seen.get(user).get(place);
        Refused refused = new Refused(ack.at(), ack.connection(), Run.ROOM, ack.id(), "forbidden", false);
        run.seen.get(user).set(place, refused);
    }

    private static void falsify(Run run, String user) {
        int place = run.place(user, Received.class, any -> true);
        Received seen = (Received) run.seen.get(user).get(place);
        Stored is = seen.message();
        Stored other = new Stored(is.seq(), is.id(), is.from(), is.kind(), is.text() + "!", is.turn());
        run.seen.get(user).set(place, new Received(seen.at(), seen.connection(), Run.ROOM, other));
    }

    /** One after which another came on the same connection. */
    private static void leaveOut(Run run, String user) {
        List<Observation> all = run.seen.get(user);
        int place;
        do {
            place = run.place(user, Received.class, any -> true);
        } while (!isFollowed(all.subList(place + 1, all.size())));
        all.remove(place);
    }

    private static boolean isFollowed(List<Observation> rest) {
        for (Observation next : rest) {
            if (next instanceof Received) {
                return true;
            } else if (next instanceof Closed) {
                return false;
            }
        }
        return false;
    }

    private static void disorder(Run run, String user) {
        Stored late = run.append("late", user, "said second", null);
        Stored early = run.append("early", user, "said first", null);
        run.sent(user, early);
        run.sent(user, late);
        run.acked(user, late);
        run.acked(user, early);
        run.received(late);
        run.received(early);
    }
}
