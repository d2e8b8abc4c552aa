import { Amendments } from './amendments.js';
import { Answers } from './answers.js';
import { newId } from './ids.js';
import { Messages } from './messages.js';
import { Outbox } from './outbox.js';
import { People } from './people.js';
import { corrected, reacted } from './reactions.js';
import { RoomChanges } from './room-changes.js';
import { Sequence } from './sequence.js';

const PAGE = 50;
const ENTER_AGAIN_MS = 3_000;
const ENTER_PAUSE_MS = 1_000;
const DOUBT_MS = 1_000; // then a message is loaded again whose reactions are in doubt
const DOUBTED_MOST = 50;
const LATE_MS = 10_000; // an event in a page that was loaded may come as a frame so much later
const HELD_MOST = 1_000;
const FINAL = new Set(['forbidden', 'not_found', 'bad_frame', 'too_large']);
const AMENDS = new Set(['edited', 'deleted', 'reaction']);
const MODERATES = new Set(['moderator', 'admin']);
const TAKEN_OUT = 'You were taken out of this room';
const DELETED = 'This room was deleted';

/**
 * One room as this client knows it. No DOM, no socket, no clock: frames go in by apply(), frames to send come out of
 * due().
 *
 *     away ──connected──► entering ──ready──► in ──resync, a hole, a lost chunk──► entering
 *                            └──refused──► refused              any ──disconnected──► away
 *     any ──left with a code──► refused ──opened again──► entering
 */
export class Room {
  #enterAt = 0;
  #enteredAt = -Infinity;
  #initId = null;
  #history = 'unasked'; // then 'wanted', 'asked', 'idle'
  #asksWho = false;
  #sequence = new Sequence();
  #amended = []; // what came while a page was on its way, which may have been read before
  #doubted = new Map(); // by seq of a message, when to load it again
  #reload = null; // {id, seq} of the message that is being loaded again

  constructor(name, me, { readSeq = null, outbox = [] } = {}) {
    this.name = name;
    this.serverName = name; // assistant:me has another there
    this.me = me;
    this.phase = 'away';
    this.refusal = null;
    this.isDeleted = false; // then it is entered again only when somebody opens it
    this.role = null; // what one may do here, once the room was entered
    this.hasMore = false;
    this.readSeq = readSeq;
    this.unread = 0;
    this.messages = new Messages();
    this.answers = new Answers();
    this.outbox = new Outbox(name, outbox);
    this.amendments = new Amendments(name);
    this.changes = new RoomChanges();
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
    const answers = id !== undefined && (id === this.#initId || this.outbox.has(id) || this.amendments.has(id));
    return room === this.name || room === this.serverName || answers;
  }

  connected() {
    if (!this.isDeleted) {
      this.phase = 'entering';
      this.refusal = null;
      this.#enterAt = 0;
    }
  }

  /** Somebody opens a room that was closed to them: perhaps it is not any more. */
  openAgain() {
    if (this.phase === 'refused') {
      this.isDeleted = false;
      this.connected();
    }
  }

  disconnected() {
    this.phase = this.isDeleted ? 'refused' : 'away';
    this.#sequence.forgetHeld();
    if (this.#history === 'asked') {
      this.#history = 'wanted';
    }
    if (this.#reload) {
      this.#doubted.set(this.#reload.seq, 0);
      this.#reload = null;
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

  /** Whether one may delete what somebody else said. */
  get moderates() {
    return MODERATES.has(this.role);
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
    return [...frames, ...this.#reloads(now), ...this.outbox.due(now), ...this.amendments.due(now)];
  }

  #reloads(now) {
    const next = this.#reload ? undefined : [...this.#doubted].find(([, at]) => at <= now);
    if (!next) {
      return [];
    }
    const [seq] = next;
    this.#doubted.delete(seq);
    this.#reload = { id: `r.${newId()}`, seq };
    return [{ type: 'load_messages', room: this.name, id: this.#reload.id, limit: 1, startAfter: seq + 1 }];
  }

  /** Takes a frame of this room. Returns the text of an error that somebody should read, else nothing. */
  apply(frame, now) {
    switch (frame.type) {
      case 'ready':
        return this.#ready(frame, now);
      case 'resync':
        return this.#enter(now);
      case 'messages_loaded':
        return this.#loaded(frame, now);
      case 'ack':
        return this.#acked(frame);
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
      case 'left':
        return this.#left(frame.code);
      case 'read': // its seq is a position, not an event
        return undefined;
      default: // whatever else has a seq is an event, also one that this client does not know yet
        return Number.isInteger(frame.seq) ? this.#event(frame, now) : undefined;
    }
  }

  /** Without a code it is what the user wanted. */
  #left(code) {
    if (code === 'not_found') {
      this.isDeleted = true;
      this.messages.clear();
      this.changes.clear();
      this.answers.restore([], true);
      this.hasMore = false;
      this.#sequence = new Sequence();
      this.unread = 0;
      this.#close(DELETED);
    } else if (code !== undefined) {
      this.answers.restore([], true);
      this.#close(TAKEN_OUT);
    }
  }

  #close(text) {
    this.phase = 'refused';
    this.refusal = text;
    this.people.apply({ type: 'members', members: [] });
    this.outbox.closed(text);
    this.amendments.closed(text);
    if (this.#history === 'asked') {
      this.#history = 'wanted'; // once it opens again
    }
  }

  #enter(now) {
    if (this.phase === 'in') {
      this.phase = 'entering';
      this.#enterAt = Math.max(now, this.#enteredAt + ENTER_PAUSE_MS);
    }
  }

  #ready(frame, now) {
    const anew = frame.reset || this.seq === null;
    this.phase = 'in';
    this.serverName = frame.room;
    this.role = frame.role ?? null;
    this.outbox.limits = frame.limits ?? null;
    if (anew) {
      this.messages.clear();
      this.changes.clear();
      this.#amended = [];
      this.#doubted.clear();
      this.#history = this.#history === 'unasked' ? 'unasked' : 'wanted';
      this.readSeq ??= frame.seq;
      this.unread = Math.max(0, frame.seq - this.readSeq);
      this.#sequence.start(frame.seq);
    }
    this.answers.restore(frame.turns, anew);
    this.people.counted(frame.members);
    this.#asksWho = true;
    this.outbox.reconnected();
    this.amendments.reconnected();
    this.#happened(this.#sequence.due(), now);
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
        this.#put(fresh(frame.message));
        this.people.spoke(frame.message.from.id);
        this.unread += frame.message.from.id === this.me || frame.message.deleted ? 0 : 1;
      } else if (frame.type === 'complete') {
        this.answers.end(frame.turn);
        const { turn, reason, error, content } = frame;
        this.#put(fresh({ ...frame.message, turn, reason, error, text: content }));
        this.unread += frame.message.deleted ? 0 : 1;
      } else if (AMENDS.has(frame.type)) {
        this.#amend(frame, this.messages.at(frame.target), now);
        this.#remember(frame);
      } else if (frame.type === 'room') {
        this.changes.put({ ...frame, ts: frame.ts ?? now });
      }
    }
    this.#settle();
  }

  /** Makes of a message what an event made of it. Doing it again changes nothing. */
  #amend(frame, message, now) {
    if (!message || message.deleted) {
      return;
    }
    if (frame.type === 'deleted') {
      this.messages.put(erased(message));
    } else if (frame.type === 'edited' && typeof frame.text === 'string') {
      this.messages.put({ ...message, text: frame.text, editedAt: frame.ts ?? now });
    } else if (frame.type === 'reaction') {
      const certain = message.loadedAt === undefined || now - message.loadedAt > LATE_MS;
      const { reactions, unsure } = reacted(message.reactions ?? [], frame, certain);
      if (unsure && this.#doubted.size < DOUBTED_MOST) {
        this.#doubted.set(message.seq, now + DOUBT_MS);
      } else if (reactions !== message.reactions) {
        this.messages.put({ ...message, reactions });
      }
    }
  }

  #remember(frame) {
    if ((this.#history === 'asked' || this.#reload) && this.#amended.length < HELD_MOST) {
      this.#amended.push(frame);
    }
  }

  #settle() {
    this.outbox.settle(this.seq);
    this.amendments.settle(this.seq);
  }

  #acked(frame) {
    this.outbox.acked(frame);
    const unchanged = this.amendments.acked(frame);
    const message = unchanged && this.messages.at(unchanged.target);
    if (message && unchanged.type === 'react') {
      this.messages.put({ ...message, reactions: corrected(message.reactions ?? [], { ...unchanged, by: this.me }) });
    }
    this.#settle();
  }

  /**
   * A page holds everything up to the last event that was here when it was asked for, and perhaps some of what came
   * since. What came as an event is not replaced by it: that has seen everything since, each once.
   */
  #loaded(frame, now) {
    const again = frame.id !== undefined && frame.id === this.#reload?.id;
    const messages = again ? frame.messages.filter(({ seq }) => seq === this.#reload.seq) : frame.messages;
    if (again) {
      this.#reload = null;
    } else {
      this.#history = 'idle';
      this.hasMore = frame.hasMore;
    }
    for (const message of messages) {
      const known = this.messages.at(message.seq);
      if (known ? known.loadedAt !== undefined : !again) {
        this.#put({ ...fresh(message), reactions: message.reactions ?? [], loadedAt: now });
      }
    }
    const loaded = new Set(messages.map(({ seq }) => seq));
    this.#amended.filter(({ target }) => loaded.has(target))
      .forEach((amended) => this.#amend(amended, this.messages.at(amended.target), now));
    if (this.#history !== 'asked' && !this.#reload) {
      this.#amended = [];
    }
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
    if (this.outbox.refused(frame, now) || this.amendments.refused(frame, now)) {
      return undefined;
    }
    if (frame.id !== undefined && frame.id === this.#reload?.id) {
      this.#doubted.set(this.#reload.seq, now + Math.max(frame.retryAfterMs ?? 0, LATE_MS));
      this.#reload = null;
      return undefined;
    }
    if (frame.id && frame.id === this.#initId) {
      this.#enterAt = now + (frame.retryAfterMs ?? ENTER_AGAIN_MS);
      if (FINAL.has(frame.code) && this.phase !== 'refused') {
        this.#close(frame.error);
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

/**
 * A message as it begins: its reactions follow as events of their own, also in a replay, where the message may list
 * them already. So each is counted once, and all users are known.
 */
const fresh = (message) => (message.deleted ? erased(message) : { ...message, reactions: [] });

/** All that stays of a message that was deleted. */
const erased = ({ id, seq, from, ts, turn, loadedAt }) => ({ id, seq, from, ts, turn, loadedAt, text: '', deleted: true });
