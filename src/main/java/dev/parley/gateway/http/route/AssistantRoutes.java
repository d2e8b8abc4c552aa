package dev.parley.gateway.http.route;

import dev.parley.auth.Identity;
import dev.parley.config.AssistantConfig;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/**
 * {@code /api/assistants}: lists the assistants that the configuration names. A room's options may say otherwise. For
 * every authenticated user.
 */
public final class AssistantRoutes {
    private final JsonArray assistants;
    private final JsonEndpoint endpoint;

    public AssistantRoutes(List<AssistantConfig> assistants, RequestAuth requestAuth) {
        this.assistants = new JsonArray();
        assistants.forEach(each -> this.assistants.add(json(each)));
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, "/api/assistants").handler(endpoint.authenticated(this::list));
        JsonEndpoint.allowOnly(router, "/api/assistants", "GET, HEAD");
    }

    private Future<JsonResponse> list(RoutingContext ctx, Identity identity) {
        return Future.succeededFuture(JsonResponse.ok(new JsonObject().put("assistants", assistants)));
    }

    /** Neither provider nor model: which model runs behind a name is the operator's to know. */
    private static JsonObject json(AssistantConfig assistant) {
        return new JsonObject()
                .put("name", assistant.name())
                .put("answers", assistant.answers().name().toLowerCase(Locale.ROOT))
                .put("always", new JsonArray(assistant.always()))
                .put("tools", new JsonArray(assistant.tools()));
    }
}
