package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.gateway.http.route.AdministrationEndpoint.AboutRoom;
import dev.parley.store.Rosters;
import dev.parley.store.Rosters.AuditEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /api/rooms/{room}/audit}: shows moderators what was done in a room and by whom, latest first. */
public final class AuditRoutes {
    private static final String AUDIT = "/api/rooms/:room/audit";
    private static final int ENTRIES_DEFAULT = 50;
    private static final int ENTRIES_MAX = 200;
    /** The time and the id of the last entry of a page. */
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,18})-(.{1,128})");

    private final Rosters rosters;
    private final Access access;
    private final AdministrationEndpoint endpoint;

    public AuditRoutes(Rosters rosters, ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.rosters = rosters;
        this.access = access;
        this.endpoint = new AdministrationEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, AUDIT).handler(endpoint.inRoom(Action.MODERATE, this::list));
        JsonEndpoint.allowOnly(router, AUDIT, "GET, HEAD");
    }

    private Future<JsonResponse> list(AboutRoom about) {
        int limit = (int) JsonEndpoint.number(about.ctx(), "limit", ENTRIES_DEFAULT, 1, ENTRIES_MAX);
        String cursor = about.ctx().request().getParam("cursor");
        Matcher from = CURSOR.matcher(cursor == null ? Long.MAX_VALUE / 10 + "-x" : cursor);
        if (!from.matches()) {
            throw StrictBody.bad("cursor must be one that a page before had");
        }
        return rosters.audit(about.room(), Long.parseLong(from.group(1)), from.group(2), limit + 1)
                // Nothing gets out that was stored once the reader was no moderator any more.
                .compose(found -> access.check(about.identity().principal(), Action.MODERATE, about.room())
                        .map(v -> JsonResponse.ok(page(found, limit))));
    }

    private static JsonObject page(List<AuditEntry> found, int limit) {
        List<AuditEntry> page = found.subList(0, Math.min(limit, found.size()));
        JsonArray entries = new JsonArray();
        page.forEach(entry -> entries.add(json(entry)));
        JsonObject json = new JsonObject().put("entries", entries);
        if (found.size() > limit) {
            AuditEntry last = page.get(limit - 1);
            json.put("cursor", last.at() + "-" + last.id());
        }
        return json;
    }

    private static JsonObject json(AuditEntry entry) {
        JsonObject json =
                new JsonObject().put("at", entry.at()).put("by", entry.by()).put("action", entry.action());
        if (entry.user() != null) {
            json.put("user", entry.user());
        }
        return entry.target() == null ? json : json.put("target", entry.target());
    }
}
