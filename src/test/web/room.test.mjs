import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Room } from '../../main/resources/web/assets/room.js';

const said = (seq, text = `m${seq}`, from = 'ada', id = `id${seq}`) =>
  ({ type: 'message', room: 'main', seq, message: { id, seq, from: { id: from, name: from, kind: 'user' }, text, ts: seq } });
const ready = (seq, more = {}) => ({ type: 'ready', room: 'main', seq, since: seq, reset: false, members: 1, turns: [], ...more });
const chunk = (offset, content, attempt = 1, turn = 't') =>
  ({ type: 'chunk', room: 'main', turn, assistant: 'assistant', attempt, offset, content });
const texts = (room) => room.messages.list.map(({ text }) => text);
const types = (frames) => frames.map(({ type }) => type);

/** A room that was entered when its last event was `seq`. */
function entered(seq = 0, options) {
  const room = new Room('main', 'me', options);
  room.connected();
  room.due(0);
  room.apply(ready(seq), 0);
  room.due(0);
  return room;
}

test('enters without since at first, and with the last seq after a reconnect', () => {
  const room = new Room('main', 'me');
  assert.deepEqual(room.due(0), []);
  room.connected();
  const [init] = room.due(0);
  assert.equal(init.type, 'init');
  assert.equal('since' in init, false);
  room.apply(ready(7), 0);
  room.apply(said(8), 0);
  room.disconnected();
  room.connected();
  assert.equal(room.due(1)[0].since, 8);
});

test('repeats init when nothing answers', () => {
  const room = new Room('main', 'me');
  room.connected();
  room.due(0);
  assert.deepEqual(room.due(2_999), []);
  assert.deepEqual(types(room.due(3_000)), ['init']);
});

test('applies every seq once and in order', () => {
  const room = entered(0);
  [1, 2, 2, 1, 3].forEach((seq) => room.apply(said(seq), 0));
  assert.deepEqual(texts(room), ['m1', 'm2', 'm3']);
});

test('waits at a hole, asks for what is missing, and goes on', () => {
  const room = entered(0);
  room.apply(said(1), 2_000);
  room.apply(said(3), 2_000);
  assert.deepEqual(texts(room), ['m1']);
  const [init] = room.due(2_000);
  assert.equal(init.since, 1);
  room.apply(ready(3, { since: 1 }), 2_001);
  [2, 3].forEach((seq) => room.apply(said(seq), 2_001));
  assert.deepEqual(texts(room), ['m1', 'm2', 'm3']);
  assert.equal(room.seq, 3);
});

test('asks at most once a second', () => {
  const room = entered(0);
  room.apply(said(2), 100);
  assert.deepEqual(room.due(100), []);
  assert.deepEqual(types(room.due(1_000)), ['init']);
});

test('an unknown kind of event takes its place in the order', () => {
  const room = entered(0);
  room.apply({ type: 'topic', room: 'main', seq: 1 }, 0);
  room.apply({ type: 'read', room: 'main', by: 'ada', seq: 99 }, 0);
  room.apply(said(2), 0);
  assert.deepEqual(texts(room), ['m2']);
});

test('reset forgets and loads the latest page', () => {
  const room = entered(0);
  room.show();
  room.due(0);
  room.apply({ type: 'messages_loaded', room: 'main', messages: [], hasMore: false }, 0);
  room.apply(said(1), 0);
  room.disconnected();
  room.connected();
  room.due(10);
  room.apply(ready(5_000, { since: 5_000, reset: true }), 10);
  assert.deepEqual(texts(room), []);
  const load = room.due(10).find(({ type }) => type === 'load_messages');
  assert.equal('startAfter' in load, false);
  room.apply(said(5_001), 11);
  assert.deepEqual(texts(room), ['m5001']);
});

test('history and live messages meet without repeats, and scrolling up asks for those before', () => {
  const room = entered(4);
  room.show();
  room.due(0);
  room.apply(said(5), 0);
  room.apply({ type: 'messages_loaded', room: 'main', messages: [3, 4, 5].map((seq) => said(seq).message), hasMore: true }, 0);
  assert.deepEqual(texts(room), ['m3', 'm4', 'm5']);
  room.loadMore();
  assert.equal(room.due(0)[0].startAfter, 3);
});

test('resync asks to be let in again', () => {
  const room = entered(3);
  room.apply({ type: 'resync', room: 'main', seq: 9 }, 5_000);
  assert.equal(room.due(5_000)[0].since, 3);
});

test('edits and deletions change what they name', () => {
  const room = entered(0);
  [1, 2].forEach((seq) => room.apply(said(seq), 0));
  room.apply({ type: 'edited', room: 'main', by: 'ada', seq: 3, target: 1, text: 'better' }, 9);
  room.apply({ type: 'deleted', room: 'main', by: 'ada', seq: 4, target: 2 }, 9);
  assert.deepEqual(texts(room), ['better', '']);
  assert.equal(room.messages.list[1].deleted, true);
});

test('an answer grows by chunks and ends with the whole text', () => {
  const room = entered(0);
  room.apply(chunk(0, ''), 0);
  room.apply(chunk(0, 'Hel'), 0);
  room.apply(chunk(3, 'lo'), 0);
  room.apply(chunk(3, 'lo'), 0); // a repeat
  assert.equal(room.answers.list()[0].content, 'Hello');
  const message = { id: 'a', seq: 1, from: { id: 'assistant', name: 'assistant', kind: 'assistant' }, text: 'Hello!', ts: 1, turn: 't' };
  room.apply({ type: 'complete', room: 'main', turn: 't', reason: 'done', content: 'Hello!', seq: 1, message }, 0);
  assert.deepEqual(room.answers.list(), []);
  assert.deepEqual(texts(room), ['Hello!']);
  room.apply(chunk(5, '!'), 0); // late
  assert.deepEqual(room.answers.list(), []);
});

test('a lost chunk is repaired by entering again', () => {
  const room = entered(2);
  room.apply(chunk(0, 'Hel'), 5_000);
  room.apply(chunk(5, 'world'), 5_000);
  assert.equal(room.due(5_000)[0].since, 2);
  room.apply(ready(2, { turns: [{ turn: 't', assistant: 'assistant', attempt: 1, content: 'Hello world' }] }), 5_001);
  room.apply(chunk(11, '!'), 5_002);
  assert.equal(room.answers.list()[0].content, 'Hello world!');
});

test('a higher attempt starts the text again, a lower one is dropped', () => {
  const room = entered(0);
  room.apply(chunk(0, 'first try'), 0);
  room.apply(chunk(0, 'second', 2), 0);
  room.apply(chunk(9, ' goes on', 1), 0);
  assert.equal(room.answers.list()[0].content, 'second');
});

test('tools are shown as they stand, also to one who comes later', () => {
  const room = entered(0);
  const tool = (call, state) =>
    room.apply({ type: 'tool', room: 'main', turn: 't', call, name: 'now', arguments: {}, state, offset: 0 }, 0);
  tool('c1', 'running'); // of an answer that is not known here
  room.apply(chunk(0, ''), 0);
  tool('c1', 'running');
  tool('c2', 'waiting');
  tool('c1', 'done');
  assert.deepEqual(room.answers.list()[0].calls.map(({ call, state }) => [call, state]), [['c1', 'done'], ['c2', 'waiting']]);
  room.apply(chunk(0, 'again', 2), 0);
  assert.equal(room.answers.list()[0].calls.length, 2);
  const late = entered(0);
  late.apply(ready(0, { turns: [{ turn: 't', assistant: 'a', attempt: 1, content: '', calls: [{ call: 'c1', name: 'now', arguments: {}, state: 'waiting' }] }] }), 0);
  assert.equal(late.answers.list()[0].calls[0].state, 'waiting');
});

test('messages leave one at a time, in order, and keep their id until acknowledged', () => {
  const room = entered(0);
  const one = room.outbox.add('one', null, 0);
  room.outbox.add('two', null, 0);
  assert.deepEqual(room.due(0).map(({ id }) => id), [one.id]);
  assert.deepEqual(room.due(1), []);
  assert.equal(room.due(10_000)[0].id, one.id); // no answer
  room.apply({ type: 'ack', id: one.id, room: 'main', seq: 1, ts: 1 }, 10_001);
  assert.equal(room.due(10_001)[0].message, 'two');
  room.apply(said(1, 'one', 'me', one.id), 10_002);
  assert.deepEqual(room.outbox.items.map(({ text }) => text), ['two']);
});

test('what was said offline waits for ready and is sent with the same id', () => {
  const room = entered(0);
  const item = room.outbox.add('hello', '7', 0);
  room.due(0);
  room.disconnected();
  assert.deepEqual(room.due(1), []);
  room.connected();
  assert.deepEqual(types(room.due(2)), ['init']);
  room.apply(ready(0), 3);
  const again = room.due(3).find(({ type }) => type === 'message');
  assert.deepEqual([again.id, again.message], [item.id, { text: 'hello', replyTo: '7' }]);
});

test('an acknowledged duplicate that is shown already goes at once', () => {
  const room = entered(5);
  const item = room.outbox.add('x', null, 0);
  room.due(0);
  room.apply({ type: 'ack', id: item.id, room: 'main', seq: 4, ts: 1, duplicate: true }, 0);
  assert.deepEqual(room.outbox.items, []);
});

test('a refusal that may pass holds the later ones back; a final one does not', () => {
  const room = entered(0);
  const [one, two] = ['one', 'two'].map((text) => room.outbox.add(text, null, 0));
  room.due(0);
  room.apply({ type: 'error', id: one.id, code: 'rate_limited', error: 'slowly', retryAfterMs: 700 }, 0);
  assert.deepEqual(room.due(699), []);
  assert.equal(room.due(700)[0].id, one.id);
  room.apply({ type: 'error', id: one.id, code: 'too_large', error: 'too long' }, 701);
  assert.equal(room.due(701)[0].id, two.id);
  assert.equal(one.state, 'failed');
  room.outbox.retry(one.id);
  assert.deepEqual(room.outbox.items.map(({ id }) => id), [two.id, one.id]);
});

test('a room that is closed to us is not asked again', () => {
  const room = new Room('main', 'me');
  room.connected();
  const [{ id }] = room.due(0);
  assert.equal(room.owns({ type: 'error', id }), true);
  room.apply({ type: 'error', id, code: 'forbidden', error: 'no' }, 0);
  assert.equal(room.phase, 'refused');
  assert.deepEqual(room.due(60_000), []);
});

test('answers to the name the server gives it', () => {
  const room = new Room('assistant:me', 'me');
  room.connected();
  const [{ id }] = room.due(0);
  assert.equal(room.owns({ room: 'assistant:me-17', id }), true);
  room.apply({ ...ready(0), room: 'assistant:me-17' }, 0);
  assert.equal(room.owns({ room: 'assistant:me-17' }), true);
  assert.equal(room.owns({ room: 'other' }), false);
});

test('presence and typing', () => {
  const room = entered(0);
  room.apply({ type: 'members', room: 'main', members: [{ id: 'ada', name: 'Ada' }], count: 3 }, 0);
  room.apply({ type: 'joined', room: 'main', members: [{ id: 'bob', name: 'Bob' }] }, 0);
  assert.equal(room.people.count, 4);
  room.apply({ type: 'typing', room: 'main', by: 'bob', on: true }, 0);
  assert.deepEqual(room.people.typing(5_999), ['Bob']);
  assert.deepEqual(room.people.typing(6_000), []);
  room.apply({ type: 'gone', room: 'main', members: ['bob'] }, 0);
  assert.deepEqual(room.people.list().map(({ name }) => name), ['Ada']);
});

test('unread counts what others said since it was read', () => {
  const room = entered(10, { readSeq: 7 });
  assert.equal(room.unread, 3);
  room.apply(said(11), 0);
  room.apply(said(12, 'mine', 'me'), 0);
  assert.equal(room.unread, 4);
  room.markRead();
  assert.deepEqual([room.unread, room.readSeq], [0, 12]);
});
