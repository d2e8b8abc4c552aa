import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Room } from '../../main/resources/web/assets/room.js';
import { timeline } from '../../main/resources/web/assets/timeline.js';

const TEN = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const message = (seq, more) => ({ id: `id${seq}`, seq, from: { id: 'ada', name: 'Ada', kind: 'user' }, text: `m${seq}`, ts: seq, ...more });
const said = (seq, more) => ({ type: 'message', room: 'main', seq, message: message(seq, more) });
const reaction = (seq, by, on = true, target = 1, emoji = '👍') => ({ type: 'reaction', room: 'main', seq, by, ts: seq, target, emoji, on });
const page = (messages, more) => ({ type: 'messages_loaded', room: 'main', messages, hasMore: false, ...more });
const ready = (seq, more) => ({ type: 'ready', room: 'main', seq, since: seq, reset: false, members: 1, turns: [], ...more });
const counts = (room, seq = 1) => Object.fromEntries(room.messages.at(seq).reactions.map(({ emoji, count }) => [emoji, count]));
const loads = (frames) => frames.filter(({ type }) => type === 'load_messages');

/** A room of which the latest page was asked for when its last event was `seq`. */
function asking(seq, now = 0) {
  const room = new Room('main', 'me');
  room.connected();
  room.due(now);
  room.apply(ready(seq), now);
  room.show();
  room.due(now);
  return room;
}

function loaded(seq, messages, now = 0) {
  const room = asking(seq, now);
  room.apply(page(messages), now);
  return room;
}

test('each user counts once for an emoji, and the last one takes it away', () => {
  const room = loaded(0, []);
  [said(1), reaction(2, 'a'), reaction(3, 'b'), reaction(4, 'a', true, 1, '🎉'), reaction(5, 'a', false)].forEach((frame) => room.apply(frame, 0));
  assert.deepEqual(counts(room), { '👍': 1, '🎉': 1 });
  room.apply(reaction(6, 'b', false), 0);
  assert.deepEqual(counts(room), { '🎉': 1 });
});

test('a replayed message that lists its reactions already does not count those that follow twice', () => {
  const room = loaded(0, []);
  room.apply(said(1, { reactions: [{ emoji: '👍', count: 12, users: TEN }] }), 0);
  [...TEN, 'k', 'l'].forEach((by, i) => room.apply(reaction(2 + i, by), 0));
  assert.deepEqual(counts(room), { '👍': 12 });
});

test('a page that was read after an event which came earlier or later counts it once', () => {
  const room = asking(1);
  room.apply(reaction(2, 'a'), 0); // before the page, which has it
  room.apply(page([message(1, { reactions: [{ emoji: '👍', count: 2, users: ['a', 'b'] }] })]), 0);
  room.apply(reaction(3, 'b'), 0); // after the page, which has it too
  room.apply(reaction(4, 'c'), 0);
  assert.deepEqual(counts(room), { '👍': 3 });
});

test('a page that was read before an event which came earlier counts it', () => {
  const room = asking(1);
  room.apply(reaction(2, 'a'), 0);
  room.apply({ type: 'edited', room: 'main', seq: 3, by: 'ada', ts: 3, target: 1, text: 'better' }, 0);
  room.apply(page([message(1)]), 0);
  assert.deepEqual(counts(room), { '👍': 1 });
  assert.equal(room.messages.at(1).text, 'better');
});

test('when nobody can tell whether the page has it, the message is loaded again', () => {
  const room = loaded(1, [message(1, { reactions: [{ emoji: '👍', count: 11, users: TEN }] })]);
  room.apply(reaction(2, 'x'), 10);
  assert.deepEqual(counts(room), { '👍': 11 });
  assert.deepEqual(loads(room.due(500)), []);
  const [load] = loads(room.due(1_010));
  assert.deepEqual([load.limit, load.startAfter], [1, 2]);
  room.apply(reaction(3, 'y'), 1_020); // once more: that page may have been read before it
  room.apply(page([message(1, { reactions: [{ emoji: '👍', count: 12, users: TEN }] })], { id: load.id }), 1_030);
  assert.deepEqual(counts(room), { '👍': 12 });
  const [again] = loads(room.due(2_100));
  room.apply(page([message(1, { reactions: [{ emoji: '👍', count: 13, users: TEN }] })], { id: again.id }), 2_110);
  assert.deepEqual(loads(room.due(9_000)), []);
  room.apply(reaction(4, 'z'), 20_000); // long after the page was read
  assert.deepEqual(counts(room), { '👍': 14 });
  assert.deepEqual(loads(room.due(30_000)), []);
});

test('a load that was refused or lost is asked for again', () => {
  const room = loaded(1, [message(1, { reactions: [{ emoji: '👍', count: 11, users: TEN }] })]);
  room.apply(reaction(2, 'x'), 0);
  const [first] = loads(room.due(1_000));
  assert.equal(room.apply({ type: 'error', room: 'main', id: first.id, code: 'unavailable', error: 'moving' }, 1_000), undefined);
  assert.equal(loads(room.due(11_000)).length, 1);
  room.disconnected();
  room.connected();
  room.due(12_000);
  room.apply(ready(2), 12_000);
  assert.equal(loads(room.due(12_000)).length, 1);
});

test('what came as events is not replaced by a page that may be older', () => {
  const room = asking(0);
  room.apply(said(1), 0);
  room.apply(reaction(2, 'a'), 0);
  room.apply({ type: 'deleted', room: 'main', seq: 4, by: 'ada', ts: 4, target: 3 }, 0);
  room.apply(said(3), 0);
  room.apply(page([message(1), message(3)]), 0);
  assert.deepEqual(counts(room), { '👍': 1 });
  assert.equal(room.messages.at(3).deleted, true);
});

test('who reacted is known in full of what came as events, also after a page that cuts the list', () => {
  const room = asking(0);
  room.apply(said(1), 0);
  [...TEN, 'k'].forEach((by, i) => room.apply(reaction(2 + i, by), 0));
  room.apply(page([message(1, { reactions: [{ emoji: '👍', count: 11, users: TEN }] })]), 0);
  room.apply(reaction(13, 'k', false), 0);
  room.apply(reaction(14, 'l'), 0);
  assert.deepEqual(counts(room), { '👍': 11 });
  assert.deepEqual(loads(room.due(5_000)), []);
});

test('nothing but a number stays of what was deleted, whatever comes after', () => {
  const room = loaded(0, []);
  room.apply(said(1, { replyTo: '9', mentions: ['me'] }), 0);
  room.apply(reaction(2, 'a'), 0);
  room.apply({ type: 'deleted', room: 'main', seq: 3, by: 'ada', ts: 3, target: 1 }, 0);
  room.apply({ type: 'edited', room: 'main', seq: 4, by: 'ada', ts: 4, target: 1 }, 0);
  room.apply(reaction(5, 'b'), 0);
  const [, item] = timeline(room, 'Me');
  assert.deepEqual([item.text, item.reply, item.reactions, item.mayEdit, item.mayDelete, item.mayReact], ['', null, [], false, false, false]);
  assert.equal(JSON.stringify(room.messages.list).includes('m1'), false);
});

test('what was deleted is replayed without its text and is not unread', () => {
  const room = loaded(0, []);
  const from = { id: 'assistant', name: 'assistant', kind: 'assistant' };
  room.apply({ type: 'complete', room: 'main', turn: 't', reason: 'done', seq: 1, message: { id: 't', seq: 1, from, ts: 1, deleted: true } }, 0);
  const [, item] = timeline(room, 'Me');
  assert.deepEqual([item.text, item.deleted, item.reason, room.unread], ['', true, undefined, 0]);
  room.apply({ ...said(2), message: { id: 'x', seq: 2, from: message(2).from, ts: 2, deleted: true } }, 0);
  assert.equal(room.unread, 0);
});

test('custom events and state are no messages, and their numbers name none', () => {
  const room = loaded(0, []);
  room.apply(said(1, { id: '2' }), 0); // an id that looks like a number
  room.apply({ type: 'event', room: 'main', seq: 2, by: 'ada', ts: 2, name: 'moved', data: {} }, 0);
  room.apply({ type: 'state', room: 'main', seq: 3, by: 'ada', ts: 3, patch: { a: 1 } }, 0);
  room.apply({ type: 'deleted', room: 'main', seq: 4, by: 'ada', ts: 4, target: 2 }, 0);
  assert.deepEqual(room.messages.list.map(({ text }) => text), ['m1']);
  assert.equal(room.seq, 4);
});
