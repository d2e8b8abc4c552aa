/** When what the server refused is sent again with the same id: the codes of protocol.md 6. */

export const ACK_WAIT_MS = 10_000;
const FIRST_MS = 1_000;
const MOST_MS = 15_000;
const RETRYABLE = new Set(['unauthorized', 'rate_limited', 'overloaded', 'unavailable', 'internal']);
const CERTAINLY_NOT_STORED = new Set(['unauthorized', 'rate_limited']);

export const isRetryable = ({ code }) => RETRYABLE.has(code);

/** Puts off a refused item: {tries, dueAt, why, unsure}. */
export function putOff(item, frame, now) {
  const backoff = Math.min(MOST_MS, FIRST_MS * 2 ** item.tries++);
  item.dueAt = now + (frame.retryAfterMs ?? backoff);
  item.why = frame.error;
  item.unsure = item.unsure && !CERTAINLY_NOT_STORED.has(frame.code);
}
