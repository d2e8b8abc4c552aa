import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matching, mentionable } from '../../main/resources/web/assets/mentions.js';
import { Messages } from '../../main/resources/web/assets/messages.js';
import { Room } from '../../main/resources/web/assets/room.js';
import { timeline } from '../../main/resources/web/assets/timeline.js';

const message = (seq, more) => ({ id: `id${seq}`, seq, from: { id: 'ada', name: 'Ada', kind: 'user' }, text: `m${seq}`, ts: seq, ...more });

function entered(more = {}) {
  const room = new Room('main', 'me');
  room.connected();
  room.due(0);
  room.apply({ type: 'ready', room: 'main', seq: 0, since: 0, reset: false, members: 1, turns: [], ...more }, 0);
  return room;
}

test('messages that did not change are the same items, so nothing is compared', () => {
  const room = entered();
  [1, 2, 3].forEach((seq) => room.messages.put(message(seq, seq === 3 ? { replyTo: '1' } : {})));
  const before = timeline(room, 'Me');
  const again = timeline(room, 'Me');
  again.forEach((item, i) => assert.equal(item, before[i]));
  room.messages.put(message(4));
  const more = timeline(room, 'Me').filter(({ kind }) => kind === 'message');
  before.filter(({ kind }) => kind === 'message').forEach((item, i) => assert.equal(more[i], item));
});

test('an edit changes its item and the quotes of it, nothing else', () => {
  const room = entered();
  [1, 2, 3].forEach((seq) => room.messages.put(message(seq, seq === 3 ? { replyTo: '1' } : {})));
  const [, one, two] = timeline(room, 'Me');
  room.messages.change(1, { text: 'better', editedAt: 9 });
  const [, oneNow, twoNow, threeNow] = timeline(room, 'Me');
  assert.equal(oneNow.text, 'better');
  assert.notEqual(oneNow, one);
  assert.equal(twoNow, two);
  assert.equal(threeNow.reply.text, 'better');
});

test('messages are found by seq, else by id, whatever those are', () => {
  const messages = new Messages();
  [5, 1, 3].forEach((seq) => messages.put(message(seq, { id: seq === 3 ? '__proto__' : `id${seq}` })));
  assert.deepEqual(messages.list.map(({ seq }) => seq), [1, 3, 5]);
  assert.equal(messages.find('3').seq, 3);
  assert.equal(messages.find('__proto__').seq, 3);
  assert.equal(messages.find('constructor'), undefined);
  assert.equal(messages.trim(2), true);
  assert.equal(messages.find(1), undefined);
});

test('who asked may stop and decide, and moderators; nobody else', () => {
  const turn = (asker) => ({ turn: 't', assistant: 'bot', attempt: 1, prompt: 1, asker, content: '', calls: [] });
  const decides = (role, asker) => timeline(entered({ role, turns: [turn(asker)] }), 'Me').at(-1).mayDecide;
  assert.equal(decides('member', 'me'), true);
  assert.equal(decides('guest', 'me'), true);
  for (const role of ['guest', 'member', 'service', undefined, 'constructor']) {
    assert.equal(decides(role, 'ada'), false, role);
  }
  assert.equal(decides('moderator', 'ada'), true);
  assert.equal(decides('admin', 'ada'), true);
});

test('the first chunk tells who asked, and an attempt keeps it', () => {
  const room = entered({ role: 'member' });
  const chunk = (attempt, offset, content, more) =>
    room.apply({ type: 'chunk', room: 'main', turn: 't', assistant: 'bot', attempt, offset, content, ...more }, 0);
  chunk(1, 0, '', { asker: 'me' });
  chunk(1, 0, 'Hel');
  chunk(2, 0, 'Hello');
  assert.equal(timeline(room, 'Me').at(-1).mayDecide, true);
});

test('assistants and members can be mentioned, each name once', () => {
  const room = entered();
  room.apply({ type: 'members', room: 'main', members: [{ id: 'me', name: 'Me' }, { id: 'c', name: 'constructor' }, { id: 'g', name: 'Grace Hopper' }], count: 3 }, 0);
  const all = mentionable({ assistants: ['assistant', 'scribe'], current: room, session: { userId: 'me' } });
  assert.deepEqual(all.map(({ name }) => name), ['assistant', 'scribe', 'constructor', 'Grace Hopper']);
  assert.deepEqual(matching(all, 'S').map(({ name }) => name), ['scribe']);
  assert.deepEqual(matching(all, 'hop').map(({ name }) => name), ['Grace Hopper']);
  assert.deepEqual(matching(all, '(').map(({ name }) => name), []);
});

test('a large room does not push the assistants out of the menu', () => {
  const many = Array.from({ length: 500 }, (_, i) => ({ name: `a${i}`, kind: 'user' }));
  assert.equal(matching([{ name: 'assistant', kind: 'assistant' }, ...many], 'a')[0].name, 'assistant');
});
