import { newId } from './ids.js';
import { ACK_WAIT_MS, isRetryable, putOff } from './retry.js';
import { tooLong } from './sizes.js';

const ITEMS_MOST = 200;

/**
 * What the user said in one room and the room has not shown yet. One message is in flight at a time, so that a refused
 * one never ends up behind those said after it; it keeps its id until it is acknowledged, which makes every repeat
 * safe. Nothing leaves it by itself but by being shown: what cannot be sent stays, for the user to change or discard.
 *
 *     pending ──ack──► acked ──shown──► gone
 *        └──refused for good──► failed ──again──► pending
 *
 *     failed, or pending and surely not stored ──edit, discard──► gone
 */
export class Outbox {
  /** @param items as toJSON gave them, from before a reload */
  constructor(room, items = []) {
    this.room = room;
    this.limits = null; // known once the room was entered
    this.items = items.map((item) => ({ ...item, replyTo: item.replyTo ?? null, dueAt: 0, tries: 0 }));
  }

  get isFull() {
    return this.items.length >= ITEMS_MOST;
  }

  add(text, replyTo, now) {
    const item = { id: newId(), text, replyTo: replyTo ?? null, ts: now, state: 'pending', dueAt: 0, tries: 0 };
    this.items.push(item);
    return item;
  }

  /** Why this cannot be said, or null. */
  tooLong(text, replyTo) {
    return tooLong(this.#frame({ id: 'x'.repeat(22), text, replyTo }), this.limits);
  }

  /** The frames to send now: the first waiting message when its turn has come. */
  due(now) {
    for (const item of this.items.filter(({ state }) => state === 'pending')) {
      if (now < item.dueAt) {
        return [];
      }
      const frame = this.#frame(item);
      const problem = tooLong(frame, this.limits);
      if (problem === null) {
        Object.assign(item, { dueAt: now + ACK_WAIT_MS, unsure: true, why: undefined });
        return [frame];
      }
      this.#fail(item, 'too_large', problem);
    }
    return [];
  }

  #frame({ id, text, replyTo }) {
    return { type: 'message', room: this.room, id, message: replyTo ? { text, replyTo } : text };
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
    if (isRetryable(frame)) {
      putOff(item, frame, now);
    } else {
      this.#fail(item, frame.code, frame.error);
    }
    return true;
  }

  /** The room is closed to us: nothing that waits can be sent. */
  closed(error) {
    this.items.filter(({ state }) => state === 'pending').forEach((item) => this.#fail(item, 'forbidden', error));
  }

  /** The server closed the connection over the size of what was in flight. Returns whether anything was. */
  tooLarge() {
    const item = this.items.find(({ state, unsure }) => state === 'pending' && unsure);
    if (item) {
      this.#fail(item, 'too_large', 'Too long for this server. Shorten it, or send it in parts.');
    }
    return item !== undefined;
  }

  #fail(item, code, error) {
    Object.assign(item, { state: 'failed', code, error, why: undefined, unsure: false });
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
      this.items.push({ ...item, state: 'pending', error: undefined, code: undefined, dueAt: 0, tries: 0 });
    }
  }

  /** The user takes a message back that was not stored for sure; null when it may have been. */
  takeBack(id) {
    const item = this.#find(id);
    if (!item || item.state === 'acked' || item.unsure) {
      return null;
    }
    this.seen(id);
    return item;
  }

  toJSON() {
    return this.items
      .filter((item) => item.state !== 'acked')
      .map(({ id, text, replyTo, ts, state, error, code, unsure }) => ({ id, text, replyTo, ts, state, error, code, unsure }));
  }

  #find(id) {
    return this.items.find((item) => item.id === id);
  }
}
