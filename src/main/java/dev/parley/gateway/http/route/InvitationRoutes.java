package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.SessionTokens;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.PublicUrl;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.gateway.http.route.AdministrationEndpoint.AboutRoom;
import dev.parley.messages.Administration;
import dev.parley.model.RoomRole;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Set;

/**
 * {@code POST /api/rooms/{room}/invitations}: makes a link that lets others into a private room. Its token is shown
 * once; the room gets its hash. Limit: {@code limits.invitations}.
 */
public final class InvitationRoutes {
    private static final String INVITATIONS = "/api/rooms/:room/invitations";
    private static final Set<String> FIELDS = Set.of("role", "uses", "expires", "guests");
    private static final int TOKEN_BYTES = 16;
    private static final long USES_MAX = 1_000_000;
    private static final long EXPIRES_DEFAULT_MS = 7 * 86_400_000L;
    private static final String EXPIRES_MAX = "30d";

    private final SecureRandom random = new SecureRandom();
    private final PublicUrl publicUrl;
    private final Clock clock;
    private final AdministrationEndpoint endpoint;

    public InvitationRoutes(PublicUrl publicUrl, ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.publicUrl = publicUrl;
        this.clock = settings.clock();
        this.endpoint = new AdministrationEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        router.post(INVITATIONS).handler(endpoint.inRoom(Action.MANAGE_MEMBERS, this::invite));
        JsonEndpoint.allowOnly(router, INVITATIONS, "POST");
    }

    private Future<JsonResponse> invite(AboutRoom about) {
        StrictBody body = endpoint.body(about.ctx(), FIELDS);
        RoomRole role = body.has("role") ? MemberRoutes.role(body) : RoomRole.MEMBER;
        int uses = body.has("uses") ? (int) body.number("uses", 1, USES_MAX) : 0;
        long span = body.has("expires") ? body.span("expires", "1s", EXPIRES_MAX) : EXPIRES_DEFAULT_MS;
        long expiresAt = clock.millis() + span;
        boolean guests = body.flag("guests");
        String token = token();
        return endpoint.store(about, new Administration.Invite(SessionTokens.key(token), role, uses, expiresAt, guests))
                .map(stored -> new JsonResponse(
                        201,
                        new JsonObject()
                                .put("token", token)
                                // Browsers send no server what stands behind the #.
                                .put("url", publicUrl.of(about.ctx().request()) + "/#invite=" + token)
                                .put("expiresAt", expiresAt)));
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
