const GROUP_MS = 5 * 60_000;

/**
 * By message, which is another object when it changed: {original, grouped, item}. So an item that stays the same is the
 * same object.
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
  let made = lists.get(messages);
  if (made?.version !== messages.version) {
    const line = new Line([], null);
    messages.list.forEach((message) => line.addStored(message, room));
    made = { version: messages.version, items: line.items, previous: line.previous };
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
    let made = known.get(message);
    if (!made || made.original !== original || made.grouped !== grouped) {
      made = { original, grouped, item: { ...stored(message, room), grouped } };
      known.set(message, made);
    }
    this.#push(made.item);
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

function stored(message, room) {
  const { id, seq, from, text, ts, turn, reason, error, replyTo } = message;
  const own = from.id === room.me;
  const key = turn ? `turn:${turn}` : own ? `own:${id}` : `seq:${seq}`;
  return {
    kind: 'message', key, id, seq, turn, own, text, ts, error, state: 'stored',
    author: from,
    reason: reason === 'done' ? undefined : reason,
    edited: Boolean(message.editedAt),
    deleted: Boolean(message.deleted),
    reply: replyTo ? quote(room, replyTo) : null,
  };
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
    ? { key: original.seq, name: original.from.name, text: original.deleted ? 'deleted' : original.text.slice(0, 140) }
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
