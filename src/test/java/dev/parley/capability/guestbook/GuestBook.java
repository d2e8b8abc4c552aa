package dev.parley.capability.guestbook;

import dev.parley.access.Action;
import dev.parley.capability.ApiResources;
import dev.parley.capability.Capability;
import dev.parley.capability.CapabilityServices;
import dev.parley.capability.Contribution;
import dev.parley.capability.FrameCall;
import dev.parley.capability.FrameReply;
import dev.parley.capability.FrameType;
import dev.parley.capability.HttpCall;
import dev.parley.capability.HttpReply;
import dev.parley.capability.HttpRoute;
import dev.parley.capability.Migrations;
import dev.parley.model.Code;
import dev.parley.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A guest book in every room: sign it by a frame, read it over HTTP. What a capability is, in one folder. */
public final class GuestBook {
    private static final String FOLDER = "dev/parley/capability/guestbook/";
    private static final int SIGN_BYTES_MAX = 512;

    public static final Capability DESCRIPTION = Capability.of(
                    "guestbook", services -> new GuestBook(services).contribution())
            .withApi(new ApiResources(List.of(FOLDER + "openapi.json"), List.of(FOLDER + "asyncapi.json")))
            .withConfig(GuestBookConfig.class, FOLDER + "guestbook.json")
            .withTables(
                    new Migrations(
                            List.of(FOLDER + "sqlite/V1__guestbook.sql"),
                            List.of(FOLDER + "postgres/V1__guestbook.sql")),
                    GuestBookRules.TABLE);

    private final Database database;
    private final int signaturesMax;
    private final Runnable signed;

    private GuestBook(CapabilityServices services) {
        this.database = services.database();
        this.signaturesMax = services.config(GuestBookConfig.class).signatures();
        this.signed = services.meters().counter("signatures", "signatures that were stored");
    }

    private Contribution contribution() {
        return Contribution.NONE
                .withFrames(List.of(new FrameType("sign", Action.SAY, SIGN_BYTES_MAX, this::sign)))
                .withRoutes(List.of(HttpRoute.get("/api/rooms/{room}/guestbook", Action.READ, this::list)))
                .withRooms(new GuestBookRules(database, signaturesMax));
    }

    private Future<FrameReply> sign(FrameCall call) {
        if (!(new JsonObject(call.json()).getValue("text") instanceof String text) || text.isEmpty()) {
            throw Code.BAD_FRAME.refuse("text must be a string, and not empty");
        }
        return call.command(GuestBookRules.VERSION, text.getBytes(StandardCharsets.UTF_8))
                .map(receipt -> {
                    signed.run();
                    return FrameReply.Done.of(receipt);
                });
    }

    private Future<HttpReply> list(HttpCall call) {
        return database.query(
                        "SELECT guest, text, seq FROM guestbook WHERE room = ? ORDER BY seq LIMIT ?",
                        call.room(),
                        (long) signaturesMax)
                .map(rows -> {
                    JsonArray signatures = new JsonArray();
                    rows.forEach(row -> signatures.add(new JsonObject()
                            .put("guest", row.get(0))
                            .put("text", row.get(1))
                            .put("seq", row.get(2))));
                    return HttpReply.ok(new JsonObject().put("signatures", signatures));
                });
    }
}
