/**
 * A room's shared state: one JSON object that everybody in the room may change by JSON Merge Patch (RFC 7396).
 *
 * <p>Plain classes: nothing waits and nothing is sent. {@link dev.parley.room.state.SharedState} is the entry, and a
 * change has two phases. {@code prepare} decides and changes nothing; {@code apply} follows once the store has the
 * change, so that nobody reads what is not committed. A patch costs its own size, not the state's: the sizes of objects
 * are kept up, and the state is encoded only when it is read or a snapshot is due.
 *
 * <p>Values keep their text: a number stays as it was written ({@code 1.0} is not {@code 1}, and no digit of a long one
 * is lost), an array is one value. Strings and names are stored with as few escapes as JSON allows. Of a name that
 * comes twice in an object of a patch the last counts. Memory: a state takes about 30 times its size when it is all
 * tiny members, and {@code limits.state} bounds that; what was changed when takes at most {@link
 * dev.parley.room.state.ChangedPaths#WEIGHT_MAX} bytes more. One thread at a time: the room's context.
 */
@CheckReturnValue
package dev.parley.room.state;

import com.google.errorprone.annotations.CheckReturnValue;
