package dev.parley.fault.checker;

import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Observation.Closed;
import dev.parley.fault.history.Observation.Failed;
import dev.parley.fault.history.Observation.Opened;
import dev.parley.fault.history.Observation.Ready;
import dev.parley.fault.history.Observation.Received;
import dev.parley.fault.history.Observation.Refused;
import dev.parley.fault.history.Observation.Resynced;
import dev.parley.fault.history.Observation.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run was like.
 *
 * @param silence the longest of each room after each fault
 * @param answer from when a user wanted to say something to the acknowledgement
 * @param told from when a message was sent to any answer, also a refusal
 * @param delivery from when the first client learnt of an event to when each other did
 */
public record Figures(
        Quantiles silence,
        Quantiles answer,
        Quantiles told,
        Quantiles delivery,
        long acked,
        long duplicates,
        long reconnects,
        long resets,
        long resyncs,
        Map<String, Long> refusals,
        Map<String, Long> failures,
        Map<String, Long> closes) {
    /** {@code faults} are the times at which they began. */
    public static Figures of(List<ClientHistory> clients, List<Long> faults) {
        return new Figures(
                Quantiles.of(Silence.longest(clients, faults)),
                Quantiles.of(Silence.waits(clients)),
                Quantiles.of(answers(clients)),
                Quantiles.of(deliveries(clients)),
                count(clients, client -> client.of(Acked.class)),
                count(clients, client -> client.of(Acked.class).filter(Acked::duplicate)),
                count(clients, client -> client.of(Opened.class).skip(1)),
                count(clients, client -> client.of(Ready.class).filter(Ready::reset)),
                count(clients, client -> client.of(Resynced.class)),
                counts(clients, client -> client.of(Refused.class).map(Refused::code)),
                counts(clients, client -> client.of(Failed.class).map(failed -> failed.what() + " " + failed.code())),
                counts(clients, client -> client.of(Closed.class).map(Figures::close)));
    }

    private static String close(Closed closed) {
        String why = closed.code() > 0 ? "" : " " + closed.why();
        return closed.code() + why.replaceAll("connected: .*", "connected");
    }

    private static long count(List<ClientHistory> clients, Function<ClientHistory, Stream<?>> what) {
        return clients.stream().flatMap(what).count();
    }

    private static Map<String, Long> counts(List<ClientHistory> clients, Function<ClientHistory, Stream<String>> what) {
        return clients.stream()
                .flatMap(what)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static List<Long> answers(List<ClientHistory> clients) {
        List<Long> times = new ArrayList<>();
        clients.forEach(client -> {
            Map<String, Long> sent = new HashMap<>();
            client.all().forEach(seen -> {
                if (seen instanceof Sent message) {
                    sent.put(key(message.connection(), message.room(), message.id()), message.at());
                } else if (seen instanceof Acked ack) {
                    answered(sent.remove(key(ack.connection(), ack.room(), ack.id())), ack.at(), times);
                } else if (seen instanceof Refused refused) {
                    answered(sent.remove(key(refused.connection(), refused.room(), refused.id())), refused.at(), times);
                }
            });
        });
        return times;
    }

    private static String key(int connection, String room, String id) {
        return connection + " " + room + " " + id;
    }

    private static void answered(Long sentAt, long at, List<Long> times) {
        if (sentAt != null) {
            times.add(at - sentAt);
        }
    }

    private static List<Long> deliveries(List<ClientHistory> clients) {
        Map<String, Long> first = new HashMap<>();
        clients.forEach(client -> client.of(Received.class)
                .forEach(seen -> first.merge(seen.room() + " " + seen.message().seq(), seen.at(), Math::min)));
        List<Long> lags = new ArrayList<>();
        clients.forEach(client -> {
            Map<String, Long> own = new HashMap<>();
            client.of(Received.class)
                    .forEach(
                            seen -> own.merge(seen.room() + " " + seen.message().seq(), seen.at(), Math::min));
            own.forEach((event, at) -> lags.add(at - first.get(event)));
        });
        return lags;
    }

    @Override
    public String toString() {
        return "silence of a room " + silence + "; answer " + answer + "; told " + told + "; delivery " + delivery
                + "; " + acked
                + " acks, " + duplicates + " of them duplicates; " + reconnects + " reconnects; " + resets
                + " resets; " + resyncs + " resyncs; refusals " + refusals + "; failures " + failures + "; closes "
                + closes;
    }
}
