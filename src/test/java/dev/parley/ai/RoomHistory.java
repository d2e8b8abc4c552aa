package dev.parley.ai;

import dev.parley.protocol.Event;
import dev.parley.store.Store;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.util.List;

/** The one method of the store that the AI verticle calls, over a list. To give way to SQLite once that is merged. */
final class RoomHistory {
    private RoomHistory() {}

    static Store of(List<Event> events) {
        return store(events, null);
    }

    static Store failing(Throwable failure) {
        return store(List.of(), failure);
    }

    private static Store store(List<Event> events, Throwable failure) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, args) -> {
                    if (!method.getName().equals("messagesBefore")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    if (failure != null) {
                        return Future.failedFuture(failure);
                    }
                    List<Event> before = events.stream()
                            .filter(e -> e.room().equals(args[0]) && e.seq() < (long) args[1])
                            .toList();
                    return Future.succeededFuture(
                            before.subList(Math.max(0, before.size() - (int) args[2]), before.size()));
                });
    }
}
