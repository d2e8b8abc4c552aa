import { newId } from './ids.js';
import { ACK_WAIT_MS, isRetryable, putOff } from './retry.js';

const ITEMS_MOST = 100;

/**
 * What the user asked of messages that are stored: edits, deletes, reactions. One is in flight at a time, so they are
 * stored in the order in which they were asked; each keeps its id until it is acknowledged, which makes every repeat
 * safe.
 *
 *     pending ──ack──► acked ──its event is shown──► gone        pending ──ack without a seq──► gone
 *        └──refused for good──► failed ──again──► pending        failed, or surely not stored ──discard──► gone
 */
export class Amendments {
  #items = [];
  #byTarget = new Map();

  /** Rises with every change. */
  version = 0;

  constructor(room) {
    this.room = room;
  }

  get isFull() {
    return this.#items.length >= ITEMS_MOST;
  }

  /** Those of one message, oldest first: the same array until one of them changes. */
  of(target) {
    return this.#byTarget.get(target);
  }

  edit(target, text) {
    this.#add({ type: 'edit', target, text });
  }

  delete(target) {
    this.#add({ type: 'delete', target });
  }

  react(target, emoji, on) {
    const before = this.#items.findLast((item) => item.target === target && item.emoji === emoji);
    if (before?.state === 'pending' && !before.unsure) {
      this.#remove(before); // taken back before it was sent
    } else {
      this.#add({ type: 'react', target, emoji, on });
    }
  }

  /** The frames to send now: the first that waits when its turn has come. */
  due(now) {
    const item = this.#items.find(({ state }) => state === 'pending');
    if (!item || now < item.dueAt) {
      return [];
    }
    const { id, type, target, text, emoji, on } = item;
    this.#change(item, { dueAt: now + ACK_WAIT_MS, unsure: true, why: undefined });
    return [{ type, room: this.room, id, target, text, emoji, on }];
  }

  /** A new connection: whatever was in flight is sent again at once. */
  reconnected() {
    this.#items.forEach((item) => Object.assign(item, { dueAt: 0 }));
  }

  has(id) {
    return this.find(id) !== undefined;
  }

  find(id) {
    return this.#items.find((item) => item.id === id);
  }

  /** What was acknowledged without a change, because the room is so already; else undefined. */
  acked({ id, seq }) {
    const item = this.find(id);
    if (item && seq === undefined) {
      this.#remove(item);
      return item;
    }
    if (item) {
      this.#change(item, { state: 'acked', seq, why: undefined });
    }
    return undefined;
  }

  /** Whether the error belongs to an amendment of ours. */
  refused(frame, now) {
    const item = this.find(frame.id);
    if (item && isRetryable(frame)) {
      putOff(item, frame, now);
      this.#change(item, {});
    } else if (item) {
      this.#change(item, { state: 'failed', error: frame.error, why: undefined, unsure: false });
    }
    return item !== undefined;
  }

  /** The server closed the connection over the size of what was in flight. Returns whether anything was. */
  tooLarge() {
    const item = this.#items.find(({ state, unsure, type }) => state === 'pending' && unsure && type === 'edit');
    if (item) {
      this.#change(item, { state: 'failed', error: 'Too long for this server. Shorten it.', unsure: false });
    }
    return item !== undefined;
  }

  /** The room is closed to us: nothing that waits can be sent. */
  closed(error) {
    this.#items.filter(({ state }) => state === 'pending')
      .forEach((item) => this.#change(item, { state: 'failed', error, unsure: false }));
  }

  /** Everything up to seq is shown. */
  settle(seq) {
    this.#items.filter((item) => item.state === 'acked' && item.seq <= (seq ?? 0)).forEach((item) => this.#remove(item));
  }

  /** The user tries again what was refused. */
  retry(id) {
    const item = this.find(id);
    if (item?.state === 'failed') {
      this.#change(item, { state: 'pending', error: undefined, dueAt: 0, tries: 0 });
    }
  }

  /** The user takes back what was surely not stored; null when it may have been. */
  takeBack(id) {
    const item = this.find(id);
    if (!item || item.state === 'acked' || item.unsure) {
      return null;
    }
    this.#remove(item);
    return item;
  }

  #add(item) {
    // What was refused about the same thing before is answered by this.
    this.#items.filter(({ target, type, state }) => state === 'failed' && target === item.target && type === item.type)
      .forEach((before) => this.#remove(before));
    this.#items.push({ id: newId(), state: 'pending', dueAt: 0, tries: 0, ...item });
    this.#changed(item.target);
  }

  #change(item, changes) {
    Object.assign(item, changes);
    this.#changed(item.target);
  }

  #remove(item) {
    this.#items = this.#items.filter((other) => other !== item);
    this.#changed(item.target);
  }

  #changed(target) {
    this.version++;
    const items = this.#items.filter((item) => item.target === target);
    if (items.length > 0) {
      this.#byTarget.set(target, items);
    } else {
      this.#byTarget.delete(target);
    }
  }
}
