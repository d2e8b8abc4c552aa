const GROUP_MS = 5 * 60_000;

/**
 * What a room's message list shows, top to bottom: messages with a mark at each new day, answers being written, then
 * what is not stored yet. Plain objects with a key that stays the same while the thing behind it is the same.
 */
export function timeline(room, myName) {
  const items = [];
  let previous = null;
  const add = (item) => {
    if (!previous || !sameDay(previous.ts, item.ts)) {
      items.push({ key: `day:${new Date(item.ts).toDateString()}`, kind: 'day', ts: item.ts });
      previous = null;
    }
    item.grouped = previous !== null && !item.reply && continues(previous, item);
    items.push(item);
    previous = item;
  };
  for (const message of room.messages.list) {
    add(stored(message, room));
  }
  const now = previous ? Math.max(previous.ts, Date.now()) : Date.now();
  for (const answer of room.answers.list()) {
    if (!room.messages.hasAnswer(answer.turn)) {
      add(streaming(answer, now));
    }
  }
  for (const item of room.outbox.items) {
    add(unsent(item, room, myName));
  }
  return items;
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

function streaming({ turn, assistant, attempt, content, calls }, ts) {
  return {
    kind: 'message', key: `turn:${turn}`, turn, attempt, own: false, text: content, calls, ts, state: 'streaming',
    author: { id: assistant, name: assistant, kind: 'assistant' },
    reply: null,
  };
}

function unsent({ id, text, ts, state, error, replyTo }, room, name) {
  return {
    kind: 'message', key: `own:${id}`, id, own: true, text, ts, state, error,
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

function sameDay(a, b) {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
