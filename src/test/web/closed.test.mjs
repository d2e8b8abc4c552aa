import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Room } from '../../main/resources/web/assets/room.js';
import { describe } from '../../main/resources/web/assets/room-changes.js';
import { parseHash } from '../../main/resources/web/assets/route.js';
import { timeline } from '../../main/resources/web/assets/timeline.js';

const said = (seq, id = 'ann') => ({ type: 'message', room: 'den', seq, message: { id: `id${seq}`, seq, from: { id, name: id, kind: 'user' }, text: `m${seq}`, ts: seq } });
const changed = (seq, more) => ({ type: 'room', room: 'den', seq, by: 'ann', ts: seq, ...more });
const ready = (seq) => ({ type: 'ready', room: 'den', seq, since: 0, reset: false, members: 2, turns: [] });
const inits = (room, now) => room.due(now).filter(({ type }) => type === 'init');

function entered() {
  const room = new Room('den', 'me');
  room.connected();
  room.due(0);
  room.apply(ready(0), 0);
  room.apply(said(1), 0);
  return room;
}

test('one who was taken out is told, is not asking again, and keeps what was not sent', () => {
  const room = entered();
  room.outbox.add('wait', null, 0);
  room.apply(changed(2, { members: [{ id: 'me', role: null }] }), 0);
  room.apply({ type: 'left', room: 'den', code: 'forbidden' }, 0);
  assert.deepEqual([room.phase, room.refusal], ['refused', 'You were taken out of this room']);
  assert.equal(room.outbox.items[0].state, 'failed');
  for (const late of [said(3), { type: 'chunk', room: 'den', turn: 't', assistant: 'a', attempt: 1, offset: 5, content: 'x' }]) {
    room.apply(late, 1);
  }
  assert.deepEqual(room.due(60_000), [], 'no init by itself');
  room.openAgain();
  assert.deepEqual(inits(room, 60_001).map(({ since }) => since), [3]);
});

test('after a reconnect one init is sent, and a refusal ends it', () => {
  const room = entered();
  room.apply({ type: 'left', room: 'den', code: 'forbidden' }, 0);
  room.disconnected();
  room.connected();
  const [{ id }] = inits(room, 10);
  room.apply({ type: 'error', room: 'den', id, code: 'forbidden', error: 'not allowed here' }, 11);
  assert.deepEqual([room.phase, room.refusal], ['refused', 'not allowed here']);
  assert.deepEqual(room.due(60_000), []);
});

test('a deleted room shows nothing of what it held, and is entered anew only when somebody opens it', () => {
  const room = entered();
  room.apply(changed(2, { deleted: true }), 0);
  room.apply({ type: 'left', room: 'den', code: 'not_found' }, 0);
  assert.deepEqual([room.phase, room.refusal, timeline(room, 'Me')], ['refused', 'This room was deleted', []]);
  room.disconnected();
  room.connected();
  assert.deepEqual([room.phase, room.due(60_000)], ['refused', []]);
  room.openAgain();
  const [init] = inits(room, 60_001);
  assert.equal(init.since, undefined);
  room.apply(ready(2), 60_002);
  assert.deepEqual([room.phase, room.seq], ['in', 2]);
});

test('leaving by oneself is no closing', () => {
  const room = entered();
  room.apply({ type: 'left', room: 'den' }, 0);
  assert.equal(room.phase, 'in');
});

test('a change of the room is a line between the messages, once', () => {
  const room = entered();
  room.apply(changed(2, { title: 'The den' }), 0);
  room.apply(said(3), 0);
  room.apply(changed(2, { title: 'The den' }), 0);
  assert.deepEqual(timeline(room, 'Me').filter(({ kind }) => kind !== 'day').map(({ text }) => text),
    ['m1', 'The title is now “The den”', 'm3']);
  room.apply(changed(4, { title: null }), 0);
  room.outbox.add('mine', null, Date.now());
  const keys = timeline(room, 'Me').map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length, `each key once: ${keys}`);
});

test('the lines say what was changed', () => {
  const says = (more) => describe(changed(1, more), (id) => id);
  assert.equal(says({ access: 'private', members: [{ id: 'ann', role: 'owner' }] }), 'ann made this room private · ann is now an owner');
  assert.equal(says({ members: [{ id: 'bob', role: null }] }), 'bob was removed');
  assert.equal(describe(changed(1, { members: [{ id: 'me', role: null }] }), () => 'You'), 'You were removed');
  assert.equal(describe(changed(1, { members: [{ id: 'me', role: 'owner' }] }), () => 'You'), 'You are now an owner');
  assert.equal(says({ members: [{ id: 'ann', role: null }] }), 'ann left the room for good');
  assert.equal(says({ members: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, role: null })) }), 'a, b, c and 2 others were removed');
  assert.equal(says({ slowMode: 5_000, retention: 604_800_000 }), 'Slow mode: one message every 5 seconds · Messages are kept for 7 days');
  assert.equal(says({ slowMode: null, retention: 90_000 }), 'Slow mode is off · Messages are kept for 90 seconds');
  assert.equal(says({ muted: [{ id: 'bob', until: null }] }), 'bob was muted');
  assert.equal(says({ muted: [{ id: 'bob', until: 0 }] }), 'bob may speak again');
  assert.match(says({ kicked: [{ id: 'bob', until: 1_700_000_000_000, rank: 3 }] }), /^bob was kicked until /);
  assert.equal(says({ assistants: {}, members: 'nonsense' }), 'ann changed the room’s settings');
  assert.equal(says({ fromTheFuture: 1 }), 'ann changed the room’s settings');
});

test('an invitation is an address of its own', () => {
  assert.deepEqual(parseHash('#invite=AZaz09_-AZaz09_-AZaz09'), { invite: 'AZaz09_-AZaz09_-AZaz09' });
  assert.match(parseHash('#invite=../main').problem, /cannot be a room/);
});
