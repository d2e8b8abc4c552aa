import { newId } from './ids.js';

const ACK_WAIT_MS = 10_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 15_000;
const RETRYABLE = new Set(['unauthorized', 'rate_limited', 'overloaded', 'unavailable', 'internal']);

/**
 * What the user said in one room and the room has not shown yet. One message is in flight at a time, so that a refused
 * one never ends up behind those said after it; it keeps its id until it is acknowledged, which makes every repeat safe.
 */
export class Outbox {
  /** @param items as toJSON gave them, from before a reload */
  constructor(room, items = []) {
    this.room = room;
    this.items = items.map((item) => ({ ...item, dueAt: 0, tries: 0 }));
  }

  add(text, replyTo, now) {
    const item = { id: newId(), text, replyTo: replyTo ?? null, ts: now, state: 'pending', dueAt: 0, tries: 0 };
    this.items.push(item);
    return item;
  }

  /** The frames to send now: the first waiting message when its turn has come. */
  due(now) {
    const head = this.items.find((item) => item.state === 'pending');
    if (!head || now < head.dueAt) {
      return [];
    }
    head.dueAt = now + ACK_WAIT_MS;
    const message = head.replyTo ? { text: head.text, replyTo: head.replyTo } : head.text;
    return [{ type: 'message', room: this.room, id: head.id, message }];
  }

  /** A new connection: whatever was in flight is sent again at once. */
  reconnected() {
    for (const item of this.items) {
      item.dueAt = 0;
    }
  }

  has(id) {
    return this.#find(id) !== undefined;
  }

  acked(frame) {
    const item = this.#find(frame.id);
    if (item) {
      item.state = 'acked';
      item.seq = frame.seq;
    }
  }

  /** Whether the error belongs to a message of ours. */
  refused(frame, now) {
    const item = this.#find(frame.id);
    if (!item) {
      return false;
    }
    if (RETRYABLE.has(frame.code)) {
      const backoff = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** item.tries++);
      item.dueAt = now + (frame.retryAfterMs ?? backoff);
    } else {
      item.state = 'failed';
      item.error = frame.error;
    }
    return true;
  }

  /** The room shows our message. */
  seen(id) {
    this.items = this.items.filter((item) => item.id !== id);
  }

  /** Everything up to seq is shown, or lies in history that is not loaded. */
  settle(seq) {
    this.items = this.items.filter((item) => item.state !== 'acked' || item.seq > (seq ?? 0));
  }

  /** The user tries a failed message again: same id, behind what was said since. */
  retry(id) {
    const item = this.#find(id);
    if (item?.state === 'failed') {
      this.seen(id);
      this.items.push({ ...item, state: 'pending', error: undefined, dueAt: 0, tries: 0 });
    }
  }

  toJSON() {
    return this.items
      .filter((item) => item.state !== 'acked')
      .map(({ id, text, replyTo, ts, state, error }) => ({ id, text, replyTo, ts, state, error }));
  }

  #find(id) {
    return this.items.find((item) => item.id === id);
  }
}
