import { Answers } from './answers.js';
import { newId } from './ids.js';
import { Messages } from './messages.js';
import { Outbox } from './outbox.js';
import { People } from './people.js';
import { Sequence } from './sequence.js';

const PAGE = 50;
const ENTER_AGAIN_MS = 3_000;
const ENTER_PAUSE_MS = 1_000;
const FINAL = new Set(['forbidden', 'not_found', 'bad_frame', 'too_large']);
const MODERATES = new Set(['moderator', 'admin']);

/**
 * One room as this client knows it. No DOM, no socket, no clock: frames go in by apply(), frames to send come out of
 * due().
 *
 *     away ──connected──► entering ──ready──► in ──resync, a hole, a lost chunk──► entering
 *                            └──refused──► refused              any ──disconnected──► away
 */
export class Room {
  #enterAt = 0;
  #enteredAt = -Infinity;
  #initId = null;
  #history = 'unasked'; // then 'wanted', 'asked', 'idle'
  #asksWho = false;
  #sequence = new Sequence();

  constructor(name, me, { readSeq = null, outbox = [] } = {}) {
    this.name = name;
    this.serverName = name; // assistant:me has another there
    this.me = me;
    this.phase = 'away';
    this.refusal = null;
    this.role = null; // what one may do here, once the room was entered
    this.hasMore = false;
    this.readSeq = readSeq;
    this.unread = 0;
    this.messages = new Messages();
    this.answers = new Answers();
    this.outbox = new Outbox(name, outbox);
    this.people = new People(me);
  }

  /** The last event applied; null before the first `ready`. */
  get seq() {
    return this.#sequence.last;
  }

  get loading() {
    return this.phase !== 'refused' && this.#history !== 'idle';
  }

  /** Whether a frame is about this room: it bears one of its names, or answers what was sent here. */
  owns({ room, id }) {
    const answers = id !== undefined && (id === this.#initId || this.outbox.has(id));
    return room === this.name || room === this.serverName || answers;
  }

  connected() {
    this.phase = 'entering';
    this.refusal = null;
    this.#enterAt = 0;
  }

  disconnected() {
    this.phase = 'away';
    this.#sequence.forgetHeld();
    if (this.#history === 'asked') {
      this.#history = 'wanted';
    }
  }

  /** Somebody looks: the latest page is loaded. */
  show() {
    if (this.#history === 'unasked') {
      this.#history = 'wanted';
    }
  }

  /** The page before the oldest message here. */
  loadMore() {
    if (this.hasMore && this.#history === 'idle') {
      this.#history = 'wanted';
    }
  }

  /** Whether one may stop an answer and decide about its tools. */
  mayDecide(asker) {
    return asker === this.me || MODERATES.has(this.role);
  }

  markRead() {
    this.unread = 0;
    this.readSeq = this.seq ?? this.readSeq;
  }

  /** Forgets old messages; they can be loaded again. */
  trim(keep) {
    if (this.#history === 'idle' && this.messages.trim(keep)) {
      this.hasMore = true;
    }
  }

  /** The frames to send now. */
  due(now) {
    if (this.phase === 'entering' && now >= this.#enterAt) {
      this.#enteredAt = now;
      this.#enterAt = now + ENTER_AGAIN_MS;
      this.#initId = newId();
      const init = { type: 'init', room: this.name, id: this.#initId };
      return [this.seq === null ? init : { ...init, since: this.seq }];
    }
    if (this.phase !== 'in') {
      return [];
    }
    const frames = [];
    if (this.#history === 'wanted') {
      this.#history = 'asked';
      const { oldest } = this.messages;
      const load = { type: 'load_messages', room: this.name, id: `h.${newId()}`, limit: PAGE };
      frames.push(oldest ? { ...load, startAfter: oldest.seq } : load);
    }
    if (this.#asksWho) {
      this.#asksWho = false;
      frames.push({ type: 'who', room: this.name });
    }
    return [...frames, ...this.outbox.due(now)];
  }

  /** Takes a frame of this room. Returns the text of an error that somebody should read, else nothing. */
  apply(frame, now) {
    switch (frame.type) {
      case 'ready':
        return this.#ready(frame);
      case 'resync':
        return this.#enter(now);
      case 'messages_loaded':
        return this.#loaded(frame);
      case 'ack':
        this.outbox.acked(frame);
        return this.outbox.settle(this.seq);
      case 'error':
        return this.#failed(frame, now);
      case 'chunk':
        return this.#chunk(frame, now);
      case 'tool':
        return this.answers.tool(frame);
      case 'members':
      case 'joined':
      case 'gone':
      case 'typing':
        return this.people.apply(frame, now);
      case 'read': // its seq is a position, not an event
        return undefined;
      default: // whatever else has a seq is an event, also one that this client does not know yet
        return Number.isInteger(frame.seq) ? this.#event(frame, now) : undefined;
    }
  }

  #enter(now) {
    if (this.phase === 'in') {
      this.phase = 'entering';
      this.#enterAt = Math.max(now, this.#enteredAt + ENTER_PAUSE_MS);
    }
  }

  #ready(frame) {
    const anew = frame.reset || this.seq === null;
    this.phase = 'in';
    this.serverName = frame.room;
    this.role = frame.role ?? null;
    this.outbox.limits = frame.limits ?? null;
    if (anew) {
      this.messages.clear();
      this.#history = this.#history === 'unasked' ? 'unasked' : 'wanted';
      this.readSeq ??= frame.seq;
      this.unread = Math.max(0, frame.seq - this.readSeq);
      this.#sequence.start(frame.seq);
    }
    this.answers.restore(frame.turns, anew);
    this.people.counted(frame.members);
    this.#asksWho = true;
    this.outbox.reconnected();
    this.#happened(this.#sequence.due());
  }

  #event(frame, now) {
    this.#happened(this.#sequence.offer(frame), now);
    if (this.#sequence.broken) {
      this.#enter(now);
    }
  }

  #happened(frames, now) {
    for (const frame of frames) {
      if (frame.type === 'message') {
        this.#put(frame.message);
        this.people.spoke(frame.message.from.id);
        this.unread += frame.message.from.id === this.me ? 0 : 1;
      } else if (frame.type === 'complete') {
        this.answers.end(frame.turn);
        this.#put({ ...frame.message, turn: frame.turn, reason: frame.reason, error: frame.error, text: frame.content });
        this.unread += 1;
      } else if (frame.type === 'edited') {
        this.messages.change(frame.target, { text: frame.text, editedAt: frame.ts ?? now });
      } else if (frame.type === 'deleted') {
        this.messages.change(frame.target, { text: '', deleted: true });
      }
    }
    this.outbox.settle(this.seq);
  }

  #loaded(frame) {
    this.#history = 'idle';
    this.hasMore = frame.hasMore;
    frame.messages.forEach((message) => this.#put(message));
  }

  #put(message) {
    this.messages.put(message);
    if (message.from.id === this.me) {
      this.outbox.seen(message.id);
    }
  }

  #chunk(frame, now) {
    if (!this.messages.hasAnswer(frame.turn) && !this.answers.chunk(frame)) {
      this.#enter(now);
    }
  }

  #failed(frame, now) {
    if (this.outbox.refused(frame, now)) {
      return undefined;
    }
    if (frame.id && frame.id === this.#initId) {
      this.#enterAt = now + (frame.retryAfterMs ?? ENTER_AGAIN_MS);
      if (FINAL.has(frame.code)) {
        this.phase = 'refused';
        this.refusal = frame.error;
        this.outbox.closed(frame.error);
      }
      return undefined;
    }
    if (frame.id?.startsWith('h.')) {
      this.#history = 'idle'; // scrolling up asks again
      this.hasMore = true;
    }
    return frame.error;
  }
}
