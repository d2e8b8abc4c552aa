package dev.parley.fault.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What one user says and when: an open loop, so a server that is slow gets no less to do. Now and then somebody calls the
 * assistant, sends a message again that was acknowledged, or says something that must be refused. On its client's context.
 */
final class Talker {
    private static final int AGAIN_PERCENT = 1;
    private static final int FORBIDDEN_PERCENT = 1;
    private static final int WORDS_MAX = 30;

    private final String user;
    private final Load load;
    private final Random random;
    private volatile boolean isQuiet;
    private int said;

    Talker(String user, Load load, long seed) {
        this.user = user;
        this.load = load;
        this.random = new Random(seed);
    }

    /** Says nothing new from now on; from any thread. */
    void quiet() {
        isQuiet = true;
    }

    /** Until the next message; exponentially distributed. */
    long pauseMs() {
        double meanMs = TimeUnit.SECONDS.toMillis(1) * load.clients() / load.perSecond();
        return 1 + (long) (-Math.log(1 - random.nextDouble()) * meanMs);
    }

    void next(Map<String, Lane> lanes) {
        if (isQuiet) {
            return;
        }
        List<String> rooms = new ArrayList<>(lanes.keySet());
        String room = rooms.get(random.nextInt(rooms.size()));
        Lane lane = lanes.get(room);
        int chance = random.nextInt(100);
        Outgoing before = lane.acknowledged();
        if (chance < AGAIN_PERCENT && before != null && !lane.knows(before.id)) {
            lane.say(new Outgoing(room, before.id, before.text, System.nanoTime(), false));
            return;
        }
        String id = user + "-" + said++;
        boolean calls = chance >= 100 - load.callsPercent();
        boolean isForbidden = !calls && chance < AGAIN_PERCENT + FORBIDDEN_PERCENT;
        String text = (calls ? "@assistant " : "") + id + " says" + " something".repeat(random.nextInt(WORDS_MAX));
        lane.say(new Outgoing(room, id, text, System.nanoTime(), isForbidden));
    }
}
