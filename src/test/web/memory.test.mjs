import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import * as memory from '../../main/resources/web/assets/memory.js';

class FakeStorage {
  #items = new Map();
  getItem(key) {
    return this.#items.get(key) ?? null;
  }
  setItem(key, value) {
    this.#items.set(key, String(value));
  }
  removeItem(key) {
    this.#items.delete(key);
  }
}

beforeEach(() => {
  globalThis.localStorage = new FakeStorage();
  globalThis.sessionStorage = new FakeStorage();
});

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
const item = (more) => ({ id: 'i', text: 'hello', replyTo: null, ts: 1, state: 'pending', ...more });

test('rooms with names of object properties are kept like any other', () => {
  assert.equal(memory.positions.load('ada').get('constructor'), undefined);
  assert.equal(memory.unsent.load('ada').get('__proto__'), undefined);
  memory.positions.save('ada', new Map(NAMES.map((name, seq) => [name, seq])));
  memory.unsent.save('ada', new Map(NAMES.map((name) => [name, [item()]])));
  memory.joined.save('ada', NAMES);
  assert.deepEqual([...memory.positions.load('ada')], NAMES.map((name, seq) => [name, seq]));
  assert.deepEqual([...memory.unsent.load('ada').keys()], NAMES);
  assert.deepEqual(memory.joined.load('ada'), NAMES);
});

test('what somebody else damaged is as if it were not there', () => {
  for (const damage of ['{', 'null', '5', '"x"', '[]', '[null, 5, {}]', '{"main": {"a": 1}}', '{"main": null, ".x": []}', '{"main": [null, 5, {}, {"id": 7}]}']) {
    for (const key of ['session', 'joined.ada', 'read.ada']) {
      localStorage.setItem(`parley.${key}`, damage);
    }
    sessionStorage.setItem('parley.unsent.ada', damage);
    assert.equal(memory.session.load(), null);
    assert.deepEqual(memory.joined.load('ada'), []);
    assert.deepEqual([...memory.positions.load('ada')], []);
    assert.deepEqual([...memory.unsent.load('ada').values()].flat(), []);
  }
});

test('one damaged part costs only itself', () => {
  localStorage.setItem('parley.joined.ada', '["team", 5, "a b", "team"]');
  localStorage.setItem('parley.read.ada', '{"team": 7, "lounge": "7", "main": -1}');
  sessionStorage.setItem('parley.unsent.ada', JSON.stringify({ team: [item(), item({ ts: 9e15 }), item({ text: 5 }), item({ state: 'x' })] }));
  assert.deepEqual(memory.joined.load('ada'), ['team']);
  assert.deepEqual([...memory.positions.load('ada')], [['team', 7]]);
  assert.deepEqual(memory.unsent.load('ada').get('team'), [item()]);
});

test('without a store nothing is kept and nothing fails', () => {
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(globalThis, name, { configurable: true, get: () => { throw new Error('SecurityError'); } });
  }
  memory.session.save({ token: 't' });
  memory.session.clear();
  assert.equal(memory.session.load(), null);
  assert.deepEqual(memory.joined.load('ada'), []);
  for (const name of ['localStorage', 'sessionStorage']) {
    delete globalThis[name];
  }
});
