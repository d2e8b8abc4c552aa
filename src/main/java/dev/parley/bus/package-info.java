/**
 * The event bus with types: the only package that touches Vert.x's {@code EventBus}.
 *
 * <p>What it is: {@link dev.parley.bus.Address} (one receiver, an answer) and {@link dev.parley.bus.Topic} (all
 * receivers, none), {@link dev.parley.bus.Exchange} for answers that can be answered, and one codec for each sealed
 * family of records; for a cluster {@link dev.parley.bus.ClusteredBus}, which asks {@link dev.parley.bus.Routes} for each message
 * where it goes. Who uses it: everybody. What it promises: a record arrives as the same class on any node (the same
 * instance on this one), a {@link dev.parley.model.Refusal} arrives as a {@code Refusal}, and every request ends within its
 * time-out. Limits: at most once, and what goes to another node may be lost; messages from one context to one address arrive in order.
 *
 * <p>Between nodes a message is its record's simple name and the record: its length, the number of its components, and these
 * in their order. Numbers take as many bytes as they need, texts and bytes have their length before them, enums travel by
 * name, and anything but a primitive may be null. {@code Forms} makes all of that from the records when the node starts, and
 * fails there if a component's type cannot travel.
 *
 * <p>Nodes of two neighbouring versions understand each other while they are restarted one after the other, if a new version
 * only <em>appends</em> components to records, or adds members, constants and families. A component keeps its place and its
 * type, and nothing is renamed or taken away that the version before still sends. What an older node does not know of a record
 * it passes over; what it does not send yet is read as null, 0, false or empty, so a new component has to make sense so.
 * A member or a constant that a node does not know, and bytes that are damaged, cost that message alone: a request fails, at
 * once, and is neither lost nor absent; anything else is dropped; the log says it once for each such name. So a new version sends what is new
 * only where its absence does no harm. Whoever changes the way of writing itself changes {@code Forms.EDITION}: then nodes
 * refuse each other's messages instead of misreading them.
 */
@CheckReturnValue
package dev.parley.bus;

import com.google.errorprone.annotations.CheckReturnValue;
