/**
 * Access: who may enter a room and do what there.
 *
 * <p>{@link dev.parley.access.Access} is the one answer for every door (sockets, the bridge, REST, the AI front ends):
 * a {@link dev.parley.messages.Principal} wants an {@link dev.parley.access.Action} with a {@link
 * dev.parley.access.Resource}, and gets it or a {@code forbidden}. {@link dev.parley.access.AccessRules} is the table
 * behind it; a room judges the commands it gets by the same table. Who calls it: the gateway, for everything that a
 * client asks for, and rooms, for what a command carries out. What it promises: nobody else compares roles, patterns of
 * rooms or their owners ({@code ArchitectureTest}). Limits: none of its own.
 */
@CheckReturnValue
package dev.parley.access;

import com.google.errorprone.annotations.CheckReturnValue;
