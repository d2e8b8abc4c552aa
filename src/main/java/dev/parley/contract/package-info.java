/**
 * What the world sees: the frames of protocol.md 3, their reader and writer, and the close codes of protocol.md 6.
 *
 * <p>Used by the doors of {@code gateway} and by the rooms, which render what everybody sees. A frame that was read is
 * valid; whatever is wrong with one becomes a {@link dev.parley.model.Refusal} that names the field. Limits come from
 * {@code config.Limits} and are checked here, where a frame comes in.
 *
 * <p>Where to read first: {@link dev.parley.contract.FrameReader}. A frame is read in one pass ({@code
 * FrameFieldsParser}); {@link dev.parley.contract.RoomActionReader} reads what people do in a room beside talking, for
 * HTTP too. JSON of clients' own ({@code data}, {@code patch}) is checked in the same pass and stays text ({@code
 * RawJson}).
 */
@CheckReturnValue
package dev.parley.contract;

import com.google.errorprone.annotations.CheckReturnValue;
