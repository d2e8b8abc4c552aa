package dev.parley.ai.tool;

import dev.parley.model.Code;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Tells a model the date and the time, in UTC or in a zone: the tool {@code now}. */
public final class NowTool implements Tool {
    private static final int ZONE_MAX = 64;
    private static final Spec SPEC = new Spec(
            "now",
            "The current date, time and day of the week. In UTC, unless a zone is named.",
            ArgumentSchemaWriter.object()
                    .optionalText("zone", ZONE_MAX, "An IANA time zone, such as Europe/Berlin")
                    .toJson());

    private final Clock clock;

    public NowTool(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public Future<String> run(Turn turn, JsonObject arguments) {
        String name = arguments.getString("zone", "UTC");
        ZoneId zone;
        try {
            zone = ZoneId.of(name);
        } catch (DateTimeException e) {
            return Future.failedFuture(
                    Code.BAD_FRAME.refuse("zone must be an IANA time zone such as Europe/Berlin, was " + name));
        }
        ZonedDateTime now = clock.instant().truncatedTo(ChronoUnit.SECONDS).atZone(zone);
        return Future.succeededFuture(new JsonObject()
                .put("time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now))
                .put("zone", zone.getId())
                .put("day", now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                .encode());
    }
}
