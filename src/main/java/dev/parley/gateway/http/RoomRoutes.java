package dev.parley.gateway.http;

import dev.parley.auth.DisplayNames;
import dev.parley.auth.Identity;
import dev.parley.auth.ReservedNames;
import dev.parley.config.AssistantConfig;
import dev.parley.config.Limits;
import dev.parley.contract.FrameReader;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.fanout.SubscribedRooms;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Event;
import dev.parley.model.HistoryPage;
import dev.parley.model.RoomOptions;
import dev.parley.store.RoomSummary;
import dev.parley.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /api/rooms}: which there are, their history, and speaking in them. */
public final class RoomRoutes {
    private static final int ROOMS_DEFAULT = 100;
    private static final int ROOMS_MAX = 200;
    private static final int MESSAGES_DEFAULT = 50;
    private static final int MESSAGES_MAX = 200;
    private static final int NAME_CHARS_MAX = 128;

    private final Store store;
    private final SubscribedRooms feeds;
    private final PresenceQuery presenceQuery;
    private final FrameReader reader;
    private final RoomOptionsReader roomOptionsReader;
    private final ReservedNames reserved;
    private final Limits limits;
    private final RequestAuth requestAuth;
    private final JsonEndpoint jsonEndpoint;

    public RoomRoutes(
            Store store,
            SubscribedRooms feeds,
            PresenceQuery presenceQuery,
            FrameReader reader,
            List<AssistantConfig> assistants,
            Limits limits,
            RequestAuth requestAuth) {
        this.store = store;
        this.feeds = feeds;
        this.presenceQuery = presenceQuery;
        this.reader = reader;
        this.roomOptionsReader = new RoomOptionsReader(assistants);
        this.reserved = ReservedNames.of(assistants);
        this.limits = limits;
        this.requestAuth = requestAuth;
        this.jsonEndpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, "/api/rooms").handler(jsonEndpoint.forBearer(this::list));
        JsonEndpoint.get(router, "/api/rooms/:room").handler(jsonEndpoint.forBearer(this::one));
        router.put("/api/rooms/:room").handler(jsonEndpoint.forBearer(this::configure));
        JsonEndpoint.get(router, "/api/rooms/:room/messages").handler(jsonEndpoint.forBearer(this::history));
        router.post("/api/rooms/:room/messages").handler(jsonEndpoint.forBearer(this::say));
        JsonEndpoint.get(router, "/api/rooms/:room/members").handler(jsonEndpoint.forBearer(this::members));
        JsonEndpoint.allowOnly(router, "/api/rooms", "GET, HEAD");
        JsonEndpoint.allowOnly(router, "/api/rooms/:room", "GET, HEAD, PUT");
        JsonEndpoint.allowOnly(router, "/api/rooms/:room/messages", "GET, HEAD, POST");
        JsonEndpoint.allowOnly(router, "/api/rooms/:room/members", "GET, HEAD");
    }

    private Future<JsonResponse> list(RoutingContext ctx, Identity identity) {
        String after = ctx.request().getParam("after");
        int limit = (int) JsonEndpoint.number(ctx, "limit", ROOMS_DEFAULT, 1, ROOMS_MAX);
        return new RoomPages(store)
                .after(after == null ? "" : after, limit + 1, identity)
                .compose(found -> {
                    List<RoomSummary> page = found.subList(0, Math.min(limit, found.size()));
                    return presenceQuery
                            .users(page.stream().map(RoomSummary::room).toList())
                            .map(users -> JsonResponse.ok(new JsonObject()
                                    .put("rooms", roomsJson(page, users))
                                    .put("hasMore", found.size() > limit)));
                });
    }

    private static JsonArray roomsJson(List<RoomSummary> rooms, Map<String, Set<String>> users) {
        JsonArray array = new JsonArray();
        rooms.forEach(room -> array.add(roomJson(room, users)));
        return array;
    }

    private static JsonObject roomJson(RoomSummary room, Map<String, Set<String>> users) {
        return new JsonObject()
                .put("room", room.room())
                .put("seq", room.seq())
                .put("members", users.getOrDefault(room.room(), Set.of()).size());
    }

    private Future<JsonResponse> one(RoutingContext ctx, Identity identity) {
        String room = room(ctx, identity);
        return store.room(room).compose(found -> {
            RoomSummary summary = found.orElseThrow(() -> Code.NOT_FOUND.refuse("no such room"));
            return presenceQuery.users(List.of(room)).compose(users -> store.options(room)
                    .map(options -> JsonResponse.ok(withOptions(roomJson(summary, users), options))));
        });
    }

    private static JsonObject withOptions(JsonObject room, RoomOptions options) {
        return options.assistants().isEmpty() ? room : room.mergeIn(options.toJson());
    }

    private Future<JsonResponse> configure(RoutingContext ctx, Identity identity) {
        String room = room(ctx, identity);
        RoomOptions options = roomOptionsReader.read(JsonEndpoint.body(ctx, limits.jsonFields()));
        RoomCommand.Configure command = new RoomCommand.Configure(
                options, identity.user(), identity.role().moderates());
        command.check(room); // a room is not woken to refuse it
        return feeds.request(room, command)
                .map(done -> JsonResponse.ok(options.toJson().put("room", room)));
    }

    private Future<JsonResponse> history(RoutingContext ctx, Identity identity) {
        String room = room(ctx, identity);
        int limit = (int) JsonEndpoint.number(ctx, "limit", MESSAGES_DEFAULT, 1, MESSAGES_MAX);
        long after = JsonEndpoint.number(ctx, "after", -1, 0, Long.MAX_VALUE);
        long before = JsonEndpoint.number(ctx, "before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        if (after < 0) {
            return store.messagesBefore(room, before, limit + 1)
                    .map(found -> JsonResponse.ok(
                            HistoryPage.newestOf(found, limit, limits.page()).toJson()));
        }
        return store.messagesAfter(room, after, limit + 1)
                .map(found -> JsonResponse.ok(HistoryPage.oldestOf(upTo(before, found), limit, limits.page())
                        .toJson()));
    }

    private static List<Event> upTo(long before, List<Event> found) {
        return found.stream().filter(event -> event.seq() < before).toList();
    }

    private Future<JsonResponse> say(RoutingContext ctx, Identity identity) {
        String room = room(ctx, identity);
        JsonObject body = JsonEndpoint.body(ctx, limits.jsonFields());
        String key = ctx.request().getHeader("Idempotency-Key");
        if (key != null && !FrameReader.isKey(key)) {
            throw Code.BAD_FRAME.refuse("Idempotency-Key must be 1–" + FrameReader.ID_CHARS_MAX + " characters");
        }
        Content content = reader.content(body);
        Speaker speaker = new Speaker(author(body, identity), identity.role(), requestAuth.address(ctx.request()));
        return feeds.request(room, new RoomCommand.Say(key, speaker, content))
                .map(reply -> (RoomReply.Stored) reply)
                .map(stored -> new JsonResponse(201, storedJson(stored)));
    }

    private static JsonObject storedJson(RoomReply.Stored stored) {
        JsonObject json =
                new JsonObject().put("id", stored.id()).put("seq", stored.seq()).put("ts", stored.ts());
        return stored.duplicate() ? json.put("duplicate", true) : json;
    }

    /** Oneself; a service may name somebody else. */
    private Author author(JsonObject body, Identity identity) {
        Object from = body.getValue("from");
        if (from == null) {
            return identity.author();
        }
        if (!identity.role().serves()) {
            throw Code.FORBIDDEN.refuse("only a service may name from");
        }
        if (!(from instanceof JsonObject named
                && named.getValue("id") instanceof String id
                && isName(id)
                && named.getValue("name", id) instanceof String name
                && isName(name))) {
            throw Code.BAD_FRAME.refuse("from must be {id, name?}, each 1–" + NAME_CHARS_MAX + " characters");
        }
        String shown = DisplayNames.clean(name, NAME_CHARS_MAX);
        if (!DisplayNames.isVisible(id) || shown.isEmpty()) {
            throw Code.BAD_FRAME.refuse("from must have a visible id and name");
        }
        if (reserved.isTaken(shown)) {
            throw Code.BAD_FRAME.refuse("from.name is an assistant's here: choose another one");
        }
        return new Author(id, shown, Author.Kind.USER);
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= NAME_CHARS_MAX;
    }

    private Future<JsonResponse> members(RoutingContext ctx, Identity identity) {
        return feeds.request(room(ctx, identity), new RoomCommand.Who())
                .map(reply -> (RoomReply.Present) reply)
                .map(present -> {
                    JsonArray members = new JsonArray();
                    present.members().forEach(member -> members.add(member.toJson()));
                    return JsonResponse.ok(
                            new JsonObject().put("members", members).put("count", present.count()));
                });
    }

    /** The room that a path names, if one may enter it. */
    static String room(RoutingContext ctx, Identity identity) {
        String room = EntryPoint.SOCKET.resolve(ctx.pathParam("room"), null, identity.user());
        if (!identity.mayEnter(room)) {
            throw Code.FORBIDDEN.refuse("you may not enter this room");
        }
        return room;
    }
}
