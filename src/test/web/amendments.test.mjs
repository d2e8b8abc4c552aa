import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Room } from '../../main/resources/web/assets/room.js';
import { timeline } from '../../main/resources/web/assets/timeline.js';

const from = (id, kind = 'user') => ({ id, name: id, kind });
const said = (seq, by = from('me'), more = {}) => ({ type: 'message', room: 'main', seq, message: { id: `id${seq}`, seq, from: by, text: `m${seq}`, ts: seq, ...more } });
const error = (id, code, more) => ({ type: 'error', room: 'main', id, code, error: `because of ${code}`, ...more });
const sent = (room, now = 0) => room.due(now).filter(({ type }) => ['edit', 'delete', 'react'].includes(type));
const shown = (room, seq = 1) => timeline(room, 'Me').find((item) => item.seq === seq);

function entered(role = 'member') {
  const room = new Room('main', 'me');
  room.connected();
  room.due(0);
  room.apply({ type: 'ready', room: 'main', seq: 0, since: 0, reset: false, members: 1, turns: [], role }, 0);
  room.apply(said(1), 0);
  room.due(0);
  return room;
}

test('an edit is shown at once, saved when its event is here, and nothing is left of it', () => {
  const room = entered();
  room.amendments.edit(1, 'better');
  assert.deepEqual([shown(room).text, shown(room).amendment.state], ['better', 'pending']);
  const [edit] = sent(room);
  assert.deepEqual([edit.type, edit.target, edit.text, edit.room], ['edit', 1, 'better', 'main']);
  room.apply({ type: 'ack', id: edit.id, room: 'main', seq: 2, ts: 5 }, 0);
  assert.equal(shown(room).text, 'better');
  room.apply({ type: 'edited', room: 'main', seq: 2, by: 'me', ts: 5, target: 1, text: 'better' }, 0);
  assert.deepEqual([shown(room).text, shown(room).editedAt, shown(room).amendment], ['better', 5, undefined]);
});

test('one after the other, and again with the same id after a break', () => {
  const room = entered();
  room.amendments.edit(1, 'a');
  room.amendments.edit(1, 'b');
  const [first] = sent(room);
  assert.deepEqual(sent(room), []);
  room.disconnected();
  room.connected();
  room.due(10);
  room.apply({ type: 'ready', room: 'main', seq: 1, since: 1, reset: false, members: 1, turns: [] }, 10);
  const [again] = sent(room, 10);
  assert.equal(again.id, first.id);
  room.apply({ type: 'ack', id: first.id, room: 'main', seq: 2, ts: 5, duplicate: true }, 10);
  assert.equal(sent(room, 10)[0].text, 'b');
});

test('what was refused for good is told at its message, and the text is kept until the user decides', () => {
  const room = entered();
  room.amendments.edit(1, 'better');
  const [{ id }] = sent(room);
  assert.equal(room.apply(error(id, 'conflict'), 0), undefined);
  assert.deepEqual([shown(room).text, shown(room).amendment.error], ['m1', 'because of conflict']);
  assert.equal(room.amendments.takeBack(id).text, 'better');
  assert.equal(shown(room).amendment, undefined);
});

test('what may work later is tried again, and can be given up when it is surely not stored', () => {
  const room = entered();
  room.amendments.delete(1);
  const [{ id }] = sent(room);
  room.apply(error(id, 'unavailable'), 0);
  assert.deepEqual([shown(room).amendment.why, shown(room).leaving], ['because of unavailable', true]);
  assert.equal(room.amendments.takeBack(id), null);
  assert.deepEqual(sent(room, 500), []);
  assert.equal(sent(room, 1_000)[0].id, id);
  room.amendments.react(1, '👍', true);
  room.apply({ type: 'ack', id, room: 'main', ts: 1, seq: 2 }, 1_000);
  const [react] = sent(room, 1_000);
  room.apply(error(react.id, 'rate_limited', { retryAfterMs: 50 }), 1_000);
  assert.equal(room.amendments.takeBack(react.id).emoji, '👍');
});

test('a reaction is toggled at once; one that was not sent yet is just forgotten', () => {
  const room = entered();
  room.amendments.react(1, '👍', true);
  assert.deepEqual(shown(room).reactions.map(({ emoji, count, own }) => [emoji, count, own]), [['👍', 1, true]]);
  room.amendments.react(1, '👍', false);
  assert.deepEqual(shown(room).reactions, []);
  assert.deepEqual(sent(room), []);
});

test('an acknowledged change that was none tells what the cut list of users did not', () => {
  const room = new Room('main', 'me');
  room.connected();
  room.due(0);
  room.apply({ type: 'ready', room: 'main', seq: 12, since: 12, reset: false, members: 1, turns: [] }, 0);
  room.show();
  room.due(0);
  const ten = [...'abcdefghij'];
  const message = { ...said(1).message, reactions: [{ emoji: '👍', count: 11, users: ten }] };
  room.apply({ type: 'messages_loaded', room: 'main', messages: [message], hasMore: false }, 0);
  assert.equal(shown(room).reactions[0].own, false);
  room.amendments.react(1, '👍', true);
  const [{ id }] = sent(room);
  room.apply({ type: 'ack', id, room: 'main', ts: 5 }, 0);
  assert.deepEqual([shown(room).reactions[0].own, shown(room).reactions[0].count], [true, 11]);
});

test('who may edit and delete', () => {
  const rights = (role, by) => {
    const room = entered(role);
    room.apply(said(2, by), 0);
    const { mayEdit, mayDelete } = shown(room, 2);
    return [mayEdit, mayDelete];
  };
  assert.deepEqual(rights('guest', from('me')), [true, true]);
  assert.deepEqual(rights('member', from('ada')), [false, false]);
  assert.deepEqual(rights('moderator', from('ada')), [false, true]);
  assert.deepEqual(rights('admin', from('assistant', 'assistant')), [false, true]);
  assert.deepEqual(rights('member', from('me', 'assistant')), [false, false]);
});

test('it is bounded, and a room that is closed keeps the text', () => {
  const room = entered();
  for (let i = 0; !room.amendments.isFull; i++) {
    room.amendments.edit(1, `edit ${i}`);
  }
  assert.equal(room.amendments.of(1).length, 100);
  room.amendments.closed('forbidden');
  assert.equal(room.amendments.of(1).every(({ state, text }) => state === 'failed' && text.startsWith('edit')), true);
});
