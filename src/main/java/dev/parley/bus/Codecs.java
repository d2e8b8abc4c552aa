package dev.parley.bus;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The codecs of one {@link Bus}: registered with Vert.x's event bus, named in each message that the bus sends, and
 * taken away when it ends. Whoever else uses that event bus may have a codec selector of his own. For any thread.
 *
 * <p>A record that somebody sends without naming a codec is encoded as well: its class has a default codec.
 */
final class Codecs {
    private final EventBus events;
    private final Map<Class<?>, FamilyCodec> families = new HashMap<>();
    /** How a body of this class is sent; shared: nobody changes it. */
    private final Map<Class<?>, DeliveryOptions> plain = new HashMap<>();

    Codecs(EventBus events, List<Class<?>> families) {
        this.events = events;
        RefusalCodec refusals = new RefusalCodec();
        events.registerDefaultCodec(RefusedReply.class, refusals);
        plain.put(RefusedReply.class, new DeliveryOptions().setCodecName(refusals.name()));
        families.forEach(this::register);
    }

    private void register(Class<?> family) {
        FamilyCodec codec = new FamilyCodec(family);
        events.registerCodec(codec);
        DeliveryOptions named = new DeliveryOptions().setCodecName(codec.name());
        codec.members().forEach(member -> {
            families.put(member, codec);
            plain.put(member, named);
            registerDefault(member, codec);
        });
    }

    @SuppressWarnings("unchecked") // a family's codec takes each of its records
    private void registerDefault(Class<?> member, FamilyCodec codec) {
        events.registerDefaultCodec((Class<Object>) member, codec.of(member));
    }

    /** How a message with this body is sent. */
    DeliveryOptions options(Object body) {
        DeliveryOptions options = plain.get(body.getClass());
        if (options == null) {
            throw new IllegalArgumentException("no codec for " + body.getClass().getName());
        }
        return options;
    }

    /** How a request with this body is sent whose reply may take so long. */
    DeliveryOptions within(Object body, Duration timeout) {
        return new DeliveryOptions().setCodecName(options(body).getCodecName()).setSendTimeout(timeout.toMillis());
    }

    /** The event bus forgets them. */
    void unregister() {
        events.unregisterDefaultCodec(RefusedReply.class);
        families.forEach((member, codec) -> {
            events.unregisterDefaultCodec(member);
            events.unregisterCodec(codec.name());
        });
    }
}
