package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.DisplayNames;
import dev.parley.auth.Identity;
import dev.parley.auth.ReservedNames;
import dev.parley.config.AssistantConfig;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.InProcessClient;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Content;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code /api/rooms/{room}/messages}: reads a room's history, and posts messages; a service may post in another's name.
 * Limits: {@code limits.page}, {@code limits.jsonFields}.
 */
public final class MessageRoutes {
    private static final int MESSAGES_DEFAULT = 50;
    private static final int MESSAGES_MAX = 200;
    private static final int NAME_CHARS_MAX = 128;

    private final ConnectionSettings settings;
    private final ReservedNames reserved;
    private final Access access;
    private final RoomPath roomPath;
    private final RequestAuth requestAuth;
    private final JsonEndpoint endpoint;

    public MessageRoutes(
            ConnectionSettings settings, List<AssistantConfig> assistants, Access access, RequestAuth requestAuth) {
        this.settings = settings;
        this.reserved = ReservedNames.of(assistants);
        this.access = access;
        this.roomPath = new RoomPath(access);
        this.requestAuth = requestAuth;
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, "/api/rooms/:room/messages").handler(endpoint.authenticated(this::history));
        router.post("/api/rooms/:room/messages").handler(endpoint.authenticated(this::say));
        JsonEndpoint.allowOnly(router, "/api/rooms/:room/messages", "GET, HEAD, POST");
    }

    private Future<JsonResponse> history(RoutingContext ctx, Identity identity) {
        String room = RoomPath.name(ctx, identity); // loading judges who may
        int limit = (int) JsonEndpoint.number(ctx, "limit", MESSAGES_DEFAULT, 1, MESSAGES_MAX);
        long after = JsonEndpoint.number(ctx, "after", -1, 0, Long.MAX_VALUE);
        long before = JsonEndpoint.number(ctx, "before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        return InProcessClient.of(identity, requestAuth.address(ctx.request()), room, settings)
                .load(new ClientFrame.LoadMessages(limit, before, after, null))
                .map(loaded -> JsonResponse.ok(loaded.page().toJson()));
    }

    private Future<JsonResponse> say(RoutingContext ctx, Identity identity) {
        return roomPath.room(ctx, identity, Action.SAY).compose(room -> say(ctx, identity, room));
    }

    private Future<JsonResponse> say(RoutingContext ctx, Identity identity, String room) {
        JsonObject body = JsonEndpoint.body(ctx, settings.limits().jsonFields());
        String key = JsonEndpoint.idempotencyKey(ctx);
        Content content = settings.reader().content(body);
        Action action = body.getValue("from") == null ? Action.SAY : Action.SPEAK_FOR;
        String address = requestAuth.address(ctx.request());
        return access.check(identity.principal(), action, room)
                .map(v -> author(body, identity))
                .map(author -> InProcessClient.of(identity, author, address, room, settings))
                .compose(client -> client.say(key, content))
                .map(ack -> new JsonResponse(201, ackJson(ack)));
    }

    private static JsonObject ackJson(ServerFrame.Ack ack) {
        JsonObject json =
                new JsonObject().put("id", ack.id()).put("seq", ack.seq()).put("ts", ack.ts());
        return ack.duplicate() ? json.put("duplicate", true) : json;
    }

    /** Oneself, or whom a service names. */
    private Author author(JsonObject body, Identity identity) {
        Object from = body.getValue("from");
        if (from == null) {
            return identity.author();
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
            throw Code.BAD_FRAME.refuse("from.name is the name of an assistant; choose another name");
        }
        if (reserved.isTaken(id)) {
            throw Code.BAD_FRAME.refuse("from.id is the name of an assistant; choose another id");
        }
        return new Author(id, shown, Author.Kind.USER);
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= NAME_CHARS_MAX;
    }
}
