import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRoomName, parseHash, roomHash } from '../../main/resources/web/assets/route.js';

test('a hash names a room, with or without a slash; none is main', () => {
  for (const hash of ['', '#', '#/']) {
    assert.deepEqual(parseHash(hash), { room: 'main' });
  }
  assert.deepEqual(parseHash('#/team-1'), { room: 'team-1' });
  assert.deepEqual(parseHash('#assistant%3Ame'), { room: 'assistant:me' });
});

test('names of object properties are rooms like any other', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'length', '0']) {
    assert.deepEqual(parseHash(`#/${name}`), { room: name });
    assert.equal(parseHash(roomHash(name)).room, name);
  }
});

test('what is no name is told, shortly, and never throws', () => {
  const bad = ['%', '%E0%A4%A', '%zz', '%ff', 'a%00b', 'a%0Ab', 'a%20b', 'a/b', 'ä', '%F0%9F%A6%89', '.hidden', '..', 'x.events',
    '<img src=x onerror=alert(1)>', 'x'.repeat(129), 'x'.repeat(10_000), '%'.repeat(10_000), '%E2%80%AE', '\ud800', '#/x', '?x=1'];
  for (const hash of bad) {
    const { room, problem } = parseHash(`#/${hash}`);
    assert.equal(room, undefined, hash.slice(0, 20));
    assert.ok(problem.length < 200, problem);
    assert.doesNotMatch(problem, /[\p{Cc}\p{Cf}\p{Cs}]/u, hash.slice(0, 20));
  }
});

test('half a character can stand in no address', () => {
  assert.equal(roomHash('a\ud800b'), `#/${encodeURIComponent('a\ufffdb')}`);
});

test('names are text', () => {
  for (const value of [null, undefined, 5, {}, ['main'], '', 'a.events']) {
    assert.equal(isRoomName(value), false);
  }
});
