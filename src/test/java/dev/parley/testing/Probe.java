package dev.parley.testing;

import static dev.parley.testing.Futures.await;

import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayQuery;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node tells operators and members over HTTP. */
public final class Probe {
    private Probe() {}

    /** The status of {@code /health/ready}. */
    public static int ready(TestNode node) {
        return node.http(null).get("/health/ready").statusCode();
    }

    /** How many rooms are in a node's memory. */
    public static int rooms(TestNode node) {
        return node.http(null)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.matches("parley_rooms(\\{.*})? .*"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    /** Who is in a room, as a node's {@code /api/rooms/{room}/members} says. */
    public static Set<String> members(TestNode node, String room) {
        return Frames.objects(node.http(node.token("probe"))
                        .getJson("/api/rooms/" + room + "/members")
                        .getJsonArray("members"))
                .stream()
                .map(member -> member.getString("id"))
                .collect(Collectors.toSet());
    }

    /** How many are in a room, as a node's list of rooms says. */
    public static int listed(TestNode node, String room) {
        return Frames.objects(node.http(node.token("probe"))
                        .getJson("/api/rooms?limit=200")
                        .getJsonArray("rooms"))
                .stream()
                .filter(each -> each.getString("room").equals(room))
                .mapToInt(each -> each.getInteger("members"))
                .findFirst()
                .orElseThrow();
    }

    /** The texts of a room's history, as a node tells it. */
    public static List<String> texts(TestNode node, String room) {
        return Frames.objects(node.http(node.token("probe"))
                        .getJson("/api/rooms/" + room + "/messages?limit=200")
                        .getJsonArray("messages"))
                .stream()
                .map(message -> message.getString("text"))
                .toList();
    }

    /** Which users one of a node's gateways has in a room. */
    public static Set<String> users(TestNode node, String gateway, String room) {
        return await(node.node()
                .vertx()
                .eventBus()
                .<GatewayQuery.Reply.Users>request(
                        Addresses.roster(gateway).name(), new GatewayQuery.Roster(List.of(room)))
                .map(reply -> reply.body().byRoom().getOrDefault(room, Set.of())));
    }
}
