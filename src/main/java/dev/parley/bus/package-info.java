/**
 * The event bus with types: the only package that touches Vert.x's {@code EventBus}.
 *
 * <p>What it is: {@link dev.parley.bus.Address} (one receiver, an answer) and {@link dev.parley.bus.Topic} (all
 * receivers, none), {@link dev.parley.bus.Exchange} for answers that can be answered, and one codec for each sealed
 * family of records, which a {@code Bus} lends to Vert.x's until it is closed; for a cluster {@link
 * dev.parley.bus.ClusteredBus}, which asks {@link dev.parley.bus.Routes} for each message where it goes. Who uses it:
 * everybody. What it promises: a record arrives as the same class on any node (the same instance on this one), a {@link
 * dev.parley.model.Refusal} arrives as a {@code Refusal}, and every request ends within its time-out. Limits: at most
 * once, and what goes to another node may be lost; messages from one context to one address arrive in order.
 *
 * <p>Between nodes a message is the {@link dev.parley.bus.Wire} name of its record and the record: its length, the
 * number of its components, and these in their order. Numbers take as many bytes as they need; texts and bytes have
 * their length before them; the constants of enums travel by name; anything but a primitive may be null. {@code Forms}
 * makes all of that from the records when the node starts, and fails there if a component's type cannot travel or a
 * name is missing.
 *
 * <p>Nodes of two neighbouring versions understand each other while they are restarted one after the other if a new
 * version keeps these rules:
 *
 * <ul>
 *   <li>It only <em>appends</em> components to records, or adds members, constants and families. A component keeps its
 *       place and its type, and a wire name never changes. Classes may be renamed and moved.
 *   <li>A new component makes sense when an older node leaves it out: it is read as null, 0, false or empty. An older
 *       node skips components that it does not know.
 *   <li>A new member or constant is sent only where its loss does no harm. A node that does not know it, or that gets
 *       damaged bytes, drops that message alone: a request fails at once, neither lost nor absent; the log says so once
 *       for each name.
 *   <li>A new way of writing gets a new {@code Forms.EDITION}: then nodes refuse each other's messages instead of
 *       misreading them.
 * </ul>
 *
 * <p>Nothing is released yet, so commits need not keep these rules: until then an upgrade restarts all nodes at once.
 */
@CheckReturnValue
package dev.parley.bus;

import com.google.errorprone.annotations.CheckReturnValue;
