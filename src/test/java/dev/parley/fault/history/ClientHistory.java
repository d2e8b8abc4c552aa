package dev.parley.fault.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All that one client did and saw, in order. Only grows; one writes, any may read. */
public final class ClientHistory {
    private final String user;
    private final String door;
    private final List<Observation> all = new ArrayList<>();

    public ClientHistory(String user, String door) {
        this.user = user;
        this.door = door;
    }

    public ClientHistory(String user, String door, List<Observation> all) {
        this(user, door);
        this.all.addAll(all);
    }

    public String user() {
        return user;
    }

    public String door() {
        return door;
    }

    public synchronized void add(Observation observation) {
        all.add(observation);
    }

    public synchronized List<Observation> all() {
        return List.copyOf(all);
    }

    public <T extends Observation> Stream<T> of(Class<T> type) {
        return all().stream().filter(type::isInstance).map(type::cast);
    }

    @Override
    public String toString() {
        return user + " (" + door + ")";
    }
}
