import { reacted } from './reactions.js';
import { describe } from './room-changes.js';

const GROUP_MS = 5 * 60_000;
const NAMED_MOST = 10;
const NOBODY = { id: '', kind: '' };

/**
 * By message, which is another object when it changed: {original, grouped, amended, moderates, item}. So an item that
 * stays the same is the same object.
 */
const known = new WeakMap();

/** By a room's messages: {version, items, previous}. */
const lists = new WeakMap();

/**
 * What a room's message list shows, top to bottom: messages with a mark at each new day, answers being written, then
 * what is not stored yet. Plain objects with a key that stays the same while the thing behind it is the same.
 */
export function timeline(room, myName) {
  const stored = storedItems(room);
  const line = new Line([...stored.items], stored.previous);
  const now = line.previous ? Math.max(line.previous.ts, Date.now()) : Date.now();
  for (const answer of room.answers.list()) {
    if (!room.messages.hasAnswer(answer.turn)) {
      line.add(streaming(answer, now, room));
    }
  }
  for (const item of room.outbox.items) {
    line.add(unsent(item, room, myName));
  }
  return line.items;
}

function storedItems(room) {
  const { messages } = room;
  const changes = room.changes.list;
  const version = `${messages.version} ${room.amendments.version} ${room.changes.version} ${room.moderates} ${room.hasMore}`;
  let made = lists.get(messages);
  if (made?.version !== version) {
    const line = new Line([], null);
    const oldest = room.hasMore ? messages.oldest?.seq : undefined; // what is before it is not loaded
    let next = changes.findIndex(({ seq }) => oldest === undefined || seq > oldest);
    next = next < 0 ? changes.length : next;
    const changesBefore = (seq) => {
      while (next < changes.length && changes[next].seq < seq) {
        line.addChange(changes[next++], room);
      }
    };
    messages.list.forEach((message) => {
      changesBefore(message.seq);
      line.addStored(message, room);
    });
    changesBefore(Infinity);
    made = { version, items: line.items, previous: line.previous };
    lists.set(messages, made);
  }
  return made;
}

class Line {
  #day;

  constructor(items, previous) {
    this.items = items;
    this.previous = previous;
    this.#day = previous && dayOf(previous.ts);
  }

  add(item) {
    this.#push({ ...item, grouped: this.#continues(item) });
  }

  addStored(message, room) {
    const original = message.replyTo ? room.messages.find(message.replyTo) : undefined;
    const grouped = this.#continues({ author: message.from, ts: message.ts, reply: message.replyTo });
    const amended = room.amendments.of(message.seq);
    const { moderates } = room;
    let made = known.get(message);
    if (!made || made.original !== original || made.grouped !== grouped || made.amended !== amended || made.moderates !== moderates) {
      made = { original, grouped, amended, moderates, item: { ...stored(message, room, amended ?? []), grouped } };
      known.set(message, made);
    }
    this.#push(made.item);
  }

  /** A quiet line between the messages. */
  addChange(frame, room) {
    const day = dayOf(frame.ts);
    if (day !== this.#day) {
      this.items.push({ key: `day:${day}`, kind: 'day', ts: frame.ts });
      this.#day = day;
    }
    let made = known.get(frame);
    if (!made) {
      made = { kind: 'change', key: `seq:${frame.seq}`, seq: frame.seq, ts: frame.ts, text: describe(frame, (user) => calledIn(user, room)) };
      known.set(frame, made);
    }
    this.items.push(made);
    this.previous = { ts: frame.ts, author: NOBODY }; // what is said next begins anew
  }

  /** Whether this goes on where the last one stopped; marks a new day. */
  #continues(item) {
    const day = dayOf(item.ts);
    if (day !== this.#day) {
      this.items.push({ key: `day:${day}`, kind: 'day', ts: item.ts });
      this.previous = null;
      this.#day = day;
    }
    return this.previous !== null && !item.reply && continues(this.previous, item);
  }

  #push(item) {
    this.items.push(item);
    this.previous = item;
  }
}

function stored(message, room, amended) {
  const { id, seq, from, ts, turn, reason, error, replyTo, editedAt } = message;
  const own = from.id === room.me && from.kind === 'user';
  const key = turn ? `turn:${turn}` : own ? `own:${id}` : `seq:${seq}`;
  const deleted = Boolean(message.deleted);
  const asked = amended.filter(({ state }) => state !== 'failed');
  const edit = asked.findLast(({ type }) => type === 'edit');
  return {
    kind: 'message', key, id, seq, turn, own, ts, error, deleted, state: 'stored',
    author: from,
    text: deleted ? '' : edit?.text ?? message.text ?? '',
    reason: reason === 'done' || deleted ? undefined : reason,
    editedAt: deleted ? undefined : editedAt,
    reply: replyTo ? quote(room, replyTo) : null,
    reactions: deleted ? [] : chips(message, room, asked),
    amendment: shownOf(amended),
    leaving: !deleted && asked.some(({ type }) => type === 'delete'),
    mayEdit: own && !deleted,
    mayDelete: (own || room.moderates) && !deleted,
    mayReact: !deleted,
  };
}

/** The reactions as they will be once what this user asked has happened. */
function chips({ seq, reactions = [] }, room, asked) {
  const all = asked.filter(({ type }) => type === 'react')
    .reduce((now, { emoji, on }) => reacted(now, { emoji, on, by: room.me }, true).reactions, reactions);
  return all.map(({ emoji, count, users }) => ({
    seq, emoji, count,
    own: users.includes(room.me),
    names: users.slice(0, NAMED_MOST).map((user) => nameOf(user, room)),
  }));
}

const nameOf = (user, room) =>
  (user === room.me ? 'You' : room.people.nameOf(user) ?? room.messages.nameOf(user) ?? 'somebody');

/** In a line of its own; whoever is not known here is called by the id. */
const calledIn = (user, room) =>
  (user === room.me ? 'You' : room.people.nameOf(user) ?? room.messages.nameOf(user) ?? String(user ?? 'somebody'));

/**
 * What the user should read about a message: what was refused, else an edit or delete under way, else what must
 * wait.
 */
function shownOf(amended) {
  const one = amended.find(({ state }) => state === 'failed')
    ?? amended.find(({ type, why }) => type !== 'react' || why);
  return one && { id: one.id, type: one.type, state: one.state, why: one.why, error: one.error, canDiscard: !one.unsure };
}

function streaming({ turn, assistant, attempt, asker, content, calls }, ts, room) {
  return {
    kind: 'message', key: `turn:${turn}`, turn, attempt, own: false, text: content, calls, ts, state: 'streaming',
    mayDecide: room.mayDecide(asker),
    asker: room.people.nameOf(asker),
    author: { id: assistant, name: assistant, kind: 'assistant' },
    reply: null,
  };
}

function unsent({ id, text, ts, state, error, code, why, replyTo, unsure }, room, name) {
  return {
    kind: 'message', key: `own:${id}`, id, own: true, text, ts, state, error, why,
    canRepeat: code !== 'too_large',
    canEdit: state === 'failed' || (state === 'pending' && !unsure),
    author: { id: room.me, name, kind: 'user' },
    reply: replyTo ? quote(room, replyTo) : null,
  };
}

function quote(room, reference) {
  const original = room.messages.find(reference);
  return original
    ? { key: original.seq, name: original.from.name, text: original.deleted ? 'Message deleted' : original.text.slice(0, 140) }
    : { key: null, name: 'an earlier message', text: '' };
}

function continues(before, item) {
  const who = ({ author }) => `${author.kind} ${author.kind === 'assistant' ? author.name : author.id}`;
  return who(before) === who(item) && item.ts - before.ts < GROUP_MS;
}

const dayOf = (ts) => {
  const date = new Date(ts);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
};
