package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.config.AssistantConfig;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.gateway.http.route.AdministrationEndpoint.AboutRoom;
import dev.parley.messages.Administration;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.RoomOptions;
import dev.parley.store.History;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Set;

/**
 * {@code PUT} and {@code DELETE /api/rooms/{room}}: makes a room, changes its settings, and deletes it with all that it
 * holds. To be mounted before what shows rooms, which refuses other methods.
 */
public final class RoomSettingsRoutes {
    private static final String ROOM = "/api/rooms/:room";
    private static final Set<String> ASSISTANTS = Set.of("assistants");

    private final History history;
    private final ConnectionSettings settings;
    private final Access access;
    private final RoomSettingsReader reader;
    private final RoomView view;
    private final AdministrationEndpoint endpoint;

    public RoomSettingsRoutes(
            History history,
            ConnectionSettings settings,
            RoomView view,
            List<AssistantConfig> assistants,
            Access access,
            RequestAuth requestAuth) {
        this.history = history;
        this.settings = settings;
        this.access = access;
        this.view = view;
        this.reader = new RoomSettingsReader(assistants);
        this.endpoint = new AdministrationEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        router.put(ROOM).handler(endpoint.atAnyLevel(this::put));
        router.delete(ROOM).handler(endpoint.inRoom(Action.ENTER, this::delete));
    }

    private Future<JsonResponse> put(AboutRoom about) {
        JsonObject changes =
                reader.read(JsonEndpoint.body(about.ctx(), settings.limits().jsonFields()));
        Future<Boolean> made = !endpoint.isReady() && changes.fieldNames().equals(ASSISTANTS)
                ? configure(about, changes)
                : endpoint.ready()
                        .compose(v -> endpoint.request(about, new Administration.ChangeSettings(changes.encode())))
                        .map(done -> ((RoomReply.Settings) done).made());
        return made.compose(isNew -> view.of(about.room(), about.identity().principal())
                .map(room -> new JsonResponse(isNew ? 201 : 200, room)));
    }

    /** As nodes of earlier builds have it, where nothing else can be set. */
    private Future<Boolean> configure(AboutRoom about, JsonObject assistants) {
        Principal by = about.identity().principal();
        RoomOptions options = RoomOptions.NONE.with(assistants);
        return access.check(by, Action.CONFIGURE, about.room())
                .compose(v -> settings.rooms().request(about.room(), new RoomCommand.Configure(options, by)))
                .map(false);
    }

    private Future<JsonResponse> delete(AboutRoom about) {
        return history.room(about.room())
                .map(found -> found.orElseThrow(() -> Code.NOT_FOUND.refuse("no such room")))
                .compose(found -> endpoint.store(about, new Administration.DeleteRoom()))
                .map(new JsonResponse(204, null));
    }
}
