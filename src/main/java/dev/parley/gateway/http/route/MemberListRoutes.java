package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.auth.Identity;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.InProcessClient;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.model.DirectRooms;
import dev.parley.model.Member;
import dev.parley.model.RoomAccess;
import dev.parley.store.Rosters;
import dev.parley.store.Rosters.StoredMember;
import dev.parley.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code GET /api/rooms/{room}/members}: who belongs to a private or a direct room, and of them who is there; who is in
 * any other room. By id, in pages.
 */
public final class MemberListRoutes {
    private static final String MEMBERS = "/api/rooms/:room/members";
    private static final int MEMBERS_DEFAULT = 200;
    private static final int MEMBERS_MAX = 1000;

    private final Store store;
    private final Rosters rosters;
    private final ConnectionSettings settings;
    private final Access access;
    private final RequestAuth requestAuth;
    private final JsonEndpoint endpoint;

    public MemberListRoutes(Store store, ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.store = store;
        this.rosters = store.rosters();
        this.settings = settings;
        this.access = access;
        this.requestAuth = requestAuth;
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, MEMBERS).handler(endpoint.authenticated(this::list));
        JsonEndpoint.allowOnly(router, MEMBERS, "GET, HEAD");
    }

    /** What is asked for: at most {@code limit} with ids behind {@code after}. */
    private record Page(String after, int limit) {}

    private Future<JsonResponse> list(RoutingContext ctx, Identity identity) {
        String room = RoomPath.name(ctx, identity);
        String cursor = ctx.request().getParam("cursor");
        String after = cursor == null ? ctx.request().getParam("after") : cursor;
        Page page = new Page(
                after == null ? "" : after, (int) JsonEndpoint.number(ctx, "limit", MEMBERS_DEFAULT, 1, MEMBERS_MAX));
        InProcessClient client = InProcessClient.of(identity, requestAuth.address(ctx.request()), room, settings);
        return access.read(identity.principal(), room, () -> client.who().compose(present -> belongs(room)
                        .compose(members -> members ? belonging(room, present, page) : present(room, present, page))))
                .map(JsonResponse::ok);
    }

    /** Whether a room has a list of those who belong to it. */
    private Future<Boolean> belongs(String room) {
        return DirectRooms.isDirect(room)
                ? Future.succeededFuture(true)
                : store.history().options(room).map(options -> options.access() == RoomAccess.PRIVATE);
    }

    private Future<JsonObject> belonging(String room, ServerFrame.Members present, Page page) {
        Map<String, Member> online = present.members().stream().collect(Collectors.toMap(Member::id, each -> each));
        return rosters.members(room, page.after(), page.limit() + 1)
                .compose(found -> rosters.count(room).map(count -> {
                    List<JsonObject> members = found.stream()
                            .map(each -> json(
                                            online.getOrDefault(
                                                    each.user(), new Member(each.user(), each.user(), null)),
                                            online.containsKey(each.user()))
                                    .put("role", each.role().text()))
                            .toList();
                    return json(members, page, count);
                }));
    }

    /** An open room may have owners, beside whom nobody belongs to it. */
    private Future<JsonObject> present(String room, ServerFrame.Members present, Page page) {
        return rosters.members(room, "", MEMBERS_MAX).map(found -> {
            Map<String, StoredMember> roles =
                    found.stream().collect(Collectors.toMap(StoredMember::user, each -> each));
            List<JsonObject> members = present.members().stream()
                    .sorted(Comparator.comparing(Member::id))
                    .filter(each -> each.id().compareTo(page.after()) > 0)
                    .limit(page.limit() + 1L)
                    .map(each -> {
                        JsonObject json = json(each, true);
                        StoredMember known = roles.get(each.id());
                        return known == null
                                ? json
                                : json.put("role", known.role().text());
                    })
                    .toList();
            return json(members, page, present.count());
        });
    }

    private static JsonObject json(Member member, boolean online) {
        return member.toJson().put("online", online);
    }

    /** {@code found} may hold one more than the page. */
    private static JsonObject json(List<JsonObject> found, Page page, long count) {
        List<JsonObject> members = found.subList(0, Math.min(page.limit(), found.size()));
        JsonObject json =
                new JsonObject().put("members", new JsonArray(members)).put("count", count);
        return found.size() > page.limit()
                ? json.put("cursor", members.get(members.size() - 1).getString("id"))
                : json;
    }
}
