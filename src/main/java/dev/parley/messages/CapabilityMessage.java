package dev.parley.messages;

import dev.parley.bus.Wire;

/**
 * What a capability says to itself on another node, at {@link Addresses#capability} or on {@link
 * Addresses#CAPABILITIES}; a request is answered with one, too.
 */
@Wire("CapabilityMessage")
public sealed interface CapabilityMessage {

    /**
     * Bytes that only the capability understands.
     *
     * @param version of what they mean
     */
    @Wire("Letter")
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Letter(String capability, int version, byte[] bytes) implements CapabilityMessage {}
}
