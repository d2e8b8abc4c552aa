import { listAssistants, listRooms } from './api.js';
import { Connection } from './connection.js';
import { newId } from './ids.js';
import * as memory from './memory.js';
import { Room } from './room.js';
import { changesDirectory } from './room-changes.js';
import { tooLong } from './sizes.js';

export const ALWAYS = ['main', 'assistant:me'];
const JOINED_MOST = 30;
const TYPING_EVERY_MS = 3_000;
const SHOWN_MOST = 500;
const DIRECTORY_PAUSE_MS = 500;

/** A signed-in user's rooms over one connection. Knows no DOM; tells `on` when there is something new to show. */
export class Chat {
  #typedAt = 0;
  #unsent;
  #positions;
  #directoryAt = null; // when the directory is read again

  /** @param on {changed(), toast(text), signedOut(text)} */
  constructor(session, on) {
    this.session = session;
    this.on = on;
    this.directory = [];
    this.assistants = []; // those that answer when they are mentioned
    this.#unsent = memory.unsent.load(session.userId);
    this.#positions = memory.positions.load(session.userId);
    this.joined = memory.joined.load(session.userId).slice(0, JOINED_MOST);
    this.rooms = new Map();
    [...ALWAYS, ...this.joined].forEach((name) => this.#room(name));
    this.current = this.rooms.get('main');
    const url = `${location.origin.replace(/^http/, 'ws')}/ws`;
    this.connection = new Connection(url, session.token, {
      frame: (frame) => this.#frame(frame),
      state: (state) => this.#stateChanged(state),
      unopened: () => this.refreshDirectory(), // which answers 401 when that was the reason
      tooLarge: () => [...this.rooms.values()].some(({ outbox, amendments }) => outbox.tooLarge() || amendments.tooLarge()),
      unauthorized: () => on.signedOut('Your session has ended. Sign in again to go on.'),
    });
  }

  open(name) {
    this.current = this.#room(name);
    this.current.show();
    if (this.connection.state.name === 'online') {
      this.current.openAgain();
    }
    if (!ALWAYS.includes(name) && !this.joined.includes(name)) {
      this.joined = [name, ...this.joined].slice(0, JOINED_MOST);
      memory.joined.save(this.session.userId, this.joined);
    }
    this.flush();
  }

  /** What the server's directory says about a room: {room, title?, access}; undefined when it does not list it. */
  listed(name) {
    const serverName = this.rooms.get(name)?.serverName ?? name;
    return this.directory.find(({ room }) => room === serverName);
  }

  leave(name) {
    this.connection.send({ type: 'leave', room: name });
    this.rooms.delete(name);
    this.joined = this.joined.filter((room) => room !== name);
    memory.joined.save(this.session.userId, this.joined);
  }

  /** Why this cannot be said now, or null. */
  problemWith(text, replyTo) {
    const { outbox } = this.current;
    return outbox.isFull
      ? 'Too many messages wait to be sent. Wait until they are, or discard some.'
      : outbox.tooLong(text, replyTo);
  }

  /** Takes what the user wrote, or returns why it cannot be said. */
  say(text, replyTo) {
    const problem = this.problemWith(text, replyTo);
    if (problem === null) {
      this.current.outbox.add(text, replyTo, Date.now());
      this.#typedAt = 0;
      this.flush();
    }
    return problem;
  }

  /** Why a message cannot be changed to this, or null. */
  problemWithEdit(text) {
    return tooLong({ type: 'edit', message: text }, this.current.outbox.limits);
  }

  edit(seq, text) {
    this.#amend((amendments) => amendments.edit(seq, text));
  }

  delete(seq) {
    this.#amend((amendments) => amendments.delete(seq));
  }

  react(seq, emoji, on) {
    this.#amend((amendments) => amendments.react(seq, emoji, on));
  }

  #amend(change) {
    const { amendments } = this.current;
    if (amendments.isFull) {
      this.on.toast('Too many changes wait to be saved. Wait until they are, or discard some.');
    } else {
      change(amendments);
      this.flush();
    }
  }

  typing(on) {
    const now = Date.now();
    if (on ? now - this.#typedAt >= TYPING_EVERY_MS : this.#typedAt > 0) {
      this.#typedAt = on ? now : 0;
      this.connection.send({ type: 'typing', room: this.current.name, on });
    }
  }

  stop(turn) {
    if (!this.connection.send({ type: 'cancel', room: this.current.name, turn, id: newId() })) {
      this.on.toast('Not connected: the answer cannot be stopped now');
    }
  }

  /** Lets an assistant use a tool, or not. */
  approve(turn, call, allow) {
    if (!this.connection.send({ type: 'approve', room: this.current.name, turn, call, allow, id: newId() })) {
      this.on.toast('Not connected: this cannot be decided now');
    }
  }

  /** The reader sees the end of the current room. */
  read() {
    const { current } = this;
    current.markRead();
    current.trim(SHOWN_MOST);
    if (current.readSeq !== null && this.#positions.get(current.name) !== current.readSeq) {
      this.#positions.set(current.name, current.readSeq);
      memory.positions.save(this.session.userId, this.#positions);
    }
  }

  /** Something changed: sends what is due and has it shown. */
  flush() {
    this.#send();
    this.#keepUnsent();
    this.on.changed();
  }

  /** To be called twice a second. While nothing is due nothing is shown, so an idle page costs nothing. */
  tick() {
    this.connection.tick(Date.now());
    if (this.#directoryAt !== null && Date.now() >= this.#directoryAt) {
      this.refreshDirectory();
    }
    if (this.#send()) {
      this.#keepUnsent();
      this.on.changed();
    }
  }

  /** Sends what is due, in every room. Returns whether anything was. */
  #send() {
    if (this.connection.state.name !== 'online') {
      return false;
    }
    const now = Date.now();
    let any = false;
    for (const room of this.rooms.values()) {
      for (const frame of room.due(now)) {
        this.connection.send(frame);
        any = true;
      }
    }
    return any;
  }

  async refreshDirectory() {
    this.#directoryAt = null;
    try {
      const { token } = this.session;
      const [rooms, assistants] = await Promise.all([listRooms(token), listAssistants(token)]);
      this.directory = rooms;
      this.assistants = assistants.filter(({ answers }) => answers !== 'never').map(({ name }) => name);
      this.on.changed();
    } catch (error) {
      if (error.status === 401) {
        this.connection.close();
        this.on.signedOut('Your session has ended. Sign in again to go on.');
      }
    }
  }

  close() {
    this.connection.close();
  }

  #room(name) {
    if (!this.rooms.has(name)) {
      const readSeq = this.#positions.get(name) ?? null;
      const room = new Room(name, this.session.userId, { readSeq, outbox: this.#unsent.get(name) });
      if (this.connection?.state.name === 'online') {
        room.connected();
      }
      this.rooms.set(name, room);
    }
    return this.rooms.get(name);
  }

  #frame(frame) {
    const room = [...this.rooms.values()].find((candidate) => candidate.owns(frame));
    const text = room ? room.apply(frame, Date.now()) : frame.type === 'error' ? frame.error : undefined;
    if (typeof text === 'string') {
      this.on.toast(text);
    }
    if (frame.type === 'room' && changesDirectory(frame, this.session.userId)) {
      this.#directoryAt ??= Date.now() + DIRECTORY_PAUSE_MS; // for many changes once
    }
    this.flush();
  }

  #stateChanged({ name }) {
    for (const room of this.rooms.values()) {
      if (name === 'online') {
        room.connected();
      } else {
        room.disconnected();
      }
    }
    if (name === 'online') {
      this.refreshDirectory();
    }
    this.flush();
  }

  #keepUnsent() {
    const unsent = new Map([...this.#unsent].filter(([name]) => !this.rooms.has(name))); // of rooms that were left
    for (const [name, { outbox }] of this.rooms) {
      if (outbox.items.length > 0) {
        unsent.set(name, outbox.toJSON());
      }
    }
    const text = JSON.stringify([...unsent]);
    if (text !== JSON.stringify([...this.#unsent])) {
      this.#unsent = unsent;
      memory.unsent.save(this.session.userId, unsent);
    }
  }
}
